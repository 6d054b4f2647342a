/**
 * The door of this room: what the rooms above may use.
 */
export {
  anonymousCaller,
  houseCaller,
  NOTHING,
  UNLIMITED,
  type Caller,
  type Grant,
  type Interaction,
  type Reach,
  type Role,
} from './caller.ts';
export type { Route, RouteAccess, RouteAudit, RouteRequest, RouteResponse } from './route.ts';
export { openAccess, type Access, type AccessOptions } from './access.ts';
export { authorizeRoute } from './authorize.ts';
export { accessRoutes } from './routes.ts';
export { accessCommands } from './commands.ts';
export type { AccessNeeds } from './command-options.ts';
export { issueToken, type IssuedToken, type TokenOrder } from './issue.ts';
export { accessMigrations } from './migrations.ts';
export { bearerOf, challengeOf, type Authentication } from './tokens.ts';
export { externalOptions } from './external/options.ts';
export type { AccessHttp } from './oidc/http.ts';
export { reachOf, type ReachSubject } from './reach.ts';
export { loadPolicies, readPolicies, type Policies } from './policies.ts';
export { DEMO_PEOPLE, type DemoPerson } from './demo-people.ts';
export type { NewPerson, Person, PersonRole } from './people.ts';
export type { AuditAgent, AuditEntry, AuditKind, AuditOutcome } from './audit/entry.ts';
export { openAuditLog, type AuditLog, type AuditLogOptions } from './audit/log.ts';
export { auditEventId, auditPlace, type AuditRecord } from './audit/record.ts';
export { seesAuditDetails } from './audit/view.ts';
export type { AuditSearch } from './audit/table.ts';
export { anchorFile, type Anchors } from './audit/anchors.ts';
export type { ChainFault, ChainHead, ChainProof } from './audit/chain.ts';
