/**
 * The verbs of this room. They are for the local administrator: whoever may open the data folder or the database. Each is
 * audited.
 *
 * Proof   commands.int.test.ts
 */
import { OutcomeError, type Command, type CommandCall } from '../kernel/index.ts';
import type { AuditRecord } from './audit/record.ts';
import {
  auditLocal,
  listOption,
  neededOption,
  secondsOf,
  textOption,
  wordsOf,
  type AccessNeeds,
} from './command-options.ts';
import { issueToken } from './issue.ts';
import { clientCommand, personCommand } from './people-commands.ts';

const tokenCommand: Command<AccessNeeds> = {
  verb: 'token',
  about: 'Prints an access token for scripts. For whoever has the data folder or the database; audited.',
  usage: 'maru token --as LOGIN|system --scope SCOPE [--ttl TIME] [--patient ID]',
  example:
    'curl -H "Authorization: Bearer $(maru token --as system --scope system/*.rs)" http://127.0.0.1:8080/fhir/R4/Patient',
  options: [
    { name: 'as', value: 'NAME', about: 'A person’s login, or `system`.' },
    { name: 'scope', value: 'SCOPE', about: 'SMART scope, for example user/Observation.rs.', repeatable: true },
    { name: 'ttl', value: 'TIME', about: 'How long it works: 900, 15m, 8h. Default 1h, at most 24h.' },
    { name: 'patient', value: 'ID', about: 'Patient in context, for patient/ scopes.' },
  ],
  async run(call, house) {
    const as = neededOption(call, 'as', 'system');
    const scopes = listOption(call, 'scope');
    if (scopes.length === 0) neededOption(call, 'scope', as === 'system' ? 'system/*.rs' : 'user/*.rs');
    const patient = textOption(call, 'patient');
    const ttl = secondsOf(textOption(call, 'ttl') ?? '1h');
    const access = await house.access();
    const issued = await issueToken(access, { as, scopes, ttl, ...(patient === undefined ? {} : { patient }) });
    call.output.line(issued.token);
    call.output.result(issued);
    return 0;
  },
};

const auditCommand: Command<AccessNeeds> = {
  verb: 'audit',
  about: 'Proves the audit log, or lists who did what.',
  usage: 'maru audit verify | maru audit list [--patient ID] [--agent LOGIN] [--limit N]',
  example: 'maru audit verify',
  options: [
    { name: 'patient', value: 'ID', about: 'list: whose data was touched.' },
    { name: 'agent', value: 'NAME', about: 'list: who did it: a person’s id or login, or Practitioner/ID.' },
    { name: 'limit', value: 'N', about: 'list: how many, newest first. Default 50, at most 10000.' },
  ],
  async run(call, house) {
    const [word] = wordsOf(call, 'audit', ['verify', 'list']);
    return word === 'verify' ? verify(call, house) : list(call, house);
  },
};

/** The verbs: `maru token`, `maru audit`, `maru person`, `maru client`. */
export const accessCommands: readonly Command<AccessNeeds>[] = [
  tokenCommand,
  auditCommand,
  personCommand,
  clientCommand,
];

async function verify({ output }: CommandCall, house: AccessNeeds): Promise<number> {
  const access = await house.access();
  await access.audit.seal();
  const proof = await access.audit.verify();
  output.result(proof);
  if (!proof.intact) {
    output.line(`The audit log is broken. ${proof.message}`);
    return 1;
  }
  const waiting = proof.pending === 0 ? '' : `; ${proof.pending} wait to be sealed`;
  output.line(`The audit log is whole: ${proof.head.seq} entries, the last sealed ${proof.head.hash}${waiting}.`);
  return 0;
}

async function list(call: CommandCall, house: AccessNeeds): Promise<number> {
  const access = await house.access();
  const patient = textOption(call, 'patient')?.replace(/^Patient\//, '');
  const agent = textOption(call, 'agent');
  const person = agent === undefined ? undefined : ((await access.people.findAny(agent))?.id ?? agent);
  const records = await access.audit.list({
    limit: limitOf(call),
    ...(patient === undefined ? {} : { patient }),
    ...(person === undefined ? {} : { agent: person }),
  });
  await auditLocal(access, 'audit-list', 'R', patient === undefined ? {} : { patients: [patient] });
  for (const record of records) call.output.line(lineOf(record));
  call.output.result(records.map((record) => record.resource));
  return 0;
}

function limitOf(call: CommandCall): number {
  const limit = Number(textOption(call, 'limit') ?? 50);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new OutcomeError('invalid', 'access.limit-invalid', '--limit is a number from 1 to 10000.');
}

interface EventShape {
  readonly recorded: string;
  readonly outcome: string;
  readonly action: string;
  readonly subtype: readonly [{ readonly code: string }];
  readonly agent: readonly [
    { readonly who: { readonly display?: string; readonly identifier: { readonly value: string } } },
  ];
  readonly entity?: readonly { readonly what?: { readonly reference: string } }[];
}

function lineOf({ seq, resource }: AuditRecord): string {
  const { recorded, outcome, action, subtype, agent, entity = [] } = resource as unknown as EventShape;
  const { display, identifier } = agent[0].who;
  const references = entity.flatMap((one) => one.what?.reference ?? []);
  const shown = references.length > 4 ? [...references.slice(0, 4), `and ${references.length - 4} more`] : references;
  const result = outcome === '0' ? '' : outcome === '4' ? ' REFUSED' : ' FAILED';
  const who = display === undefined ? identifier.value : `${display} (${identifier.value})`;
  return `${seq}  ${recorded}  ${who}  ${action} ${subtype[0].code}${result}  ${shown.join(' ')}`.trimEnd();
}
