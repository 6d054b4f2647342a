/**
 * The FHIR API as routes: one for each line of the table of interactions, and those whose bodies are no single resource.
 *
 * Every route needs a signed-in caller, except for the CapabilityStatement; what the caller may do is decided by reach in each
 * interaction, which also writes the audit entry.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 * Proof   routes.int.test.ts
 */
import type { Route, RouteAccess, RouteRequest, RouteResponse } from '../access/index.ts';
import { batch } from './batch.ts';
import { binaryRoutes } from './binary.ts';
import { readBundle } from './bundle-entries.ts';
import type { Context } from './context.ts';
import { answerRequest } from './http.ts';
import { INTERACTIONS, runInteraction, type Interaction } from './interact.ts';
import { importRoutes } from './import/routes.ts';
import { preferenceOf } from './prefer.ts';
import { transaction } from './transaction.ts';

/** Path of the FHIR base. */
export const BASE_PATH = '/fhir/R4';

/** Makes the context of a request. */
export type ContextOf = (request: Pick<RouteRequest, 'caller' | 'reach' | 'origin'>) => Context;

/** All routes of the record. */
export function recordRoutes(contextOf: ContextOf): readonly Route[] {
  return [
    ...INTERACTIONS.map((one) => interactionRoute(contextOf, one)),
    bundleRoute(contextOf),
    ...binaryRoutes(contextOf, BASE_PATH),
    ...importRoutes(contextOf, BASE_PATH),
  ];
}

const SIGNED_IN: RouteAccess = { signedIn: true };
const PUBLIC: RouteAccess = {
  public: 'The CapabilityStatement says what this server can do and holds no patient data.',
};

function interactionRoute(contextOf: ContextOf, interaction: Interaction): Route {
  const { method, pattern } = interaction;
  const isPublic = pattern === 'metadata';
  return {
    method,
    path: pattern === '' ? BASE_PATH : `${BASE_PATH}/${pattern}`,
    access: isPublic ? PUBLIC : SIGNED_IN,
    audit: isPublic ? { none: 'It holds no patient data.' } : { by: 'interaction' },
    handle: (request) => handleInteraction(contextOf(request), request, interaction),
  };
}

function handleInteraction(context: Context, request: RouteRequest, interaction: Interaction): Promise<RouteResponse> {
  const { params } = request;
  const parts = interaction.pattern === '' ? [] : interaction.pattern.split('/');
  const path = parts.map((part) => (part.startsWith(':') ? (params[part.slice(1)] ?? '') : part));
  return answerRequest(context, request, path, (ask) => runInteraction(context, ask, interaction, params));
}

function bundleRoute(contextOf: ContextOf): Route {
  return {
    method: 'POST',
    path: BASE_PATH,
    access: SIGNED_IN,
    audit: { by: 'interaction' },
    handle: (request) => {
      const context = contextOf(request);
      return answerRequest(context, request, [], ({ body }) => {
        const bundle = readBundle(context, body);
        const preference = preferenceOf(request.headers['prefer']);
        return bundle.type === 'batch' ? batch(context, bundle, preference) : transaction(context, bundle, preference);
      });
    },
  };
}
