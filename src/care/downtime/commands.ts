/**
 * The verb of this part: `maru drill downtime`, which rehearses the loss of the network and writes the evidence.
 *
 * Proof   drill.int.test.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { houseCaller, UNLIMITED, type Caller } from '../../access/index.ts';
import {
  instantOf,
  OutcomeError,
  type Clock,
  type Command,
  type CommandCall,
  type CommandOutput,
} from '../../kernel/index.ts';
import type { FhirRecord } from '../../record/index.ts';
import { DEFAULT_LOOP_SETTINGS } from '../loop/index.ts';
import { DrillWard } from './drill-ward.ts';
import { drill, type DrillEvidence, type DrillHouse } from './drill.ts';
import { replay } from './replay.ts';
import { wardSnapshot } from './snapshot.ts';
import { wardsOf } from './ward.ts';

/** What the verb needs of the house. */
export interface DrillNeeds {
  readonly configuration: { readonly data: string };
  readonly clock: Clock;
  record(): Promise<FhirRecord>;
}

export const drillVerb: Command<DrillNeeds> = {
  verb: 'drill',
  about: 'Rehearse the loss of the network with every ward of this house, and write the evidence.',
  usage: 'maru drill downtime [--ward ID]',
  example: 'maru drill downtime --ward ward-61',
  options: [{ name: 'ward', value: 'ID', about: 'only this ward (Location id); all of them where none is named' }],
  run: async (call, house) => {
    if (call.words[0] !== 'downtime') throw unknownDrill(call.words[0]);
    return rehearse(call, house);
  },
};

function unknownDrill(name = 'nothing'): OutcomeError {
  return new OutcomeError('invalid', 'care.drill-unknown', `There is no drill for ${name}; say: maru drill downtime`);
}

async function rehearse({ options, output }: CommandCall, house: DrillNeeds): Promise<number> {
  const { clock, configuration } = house;
  const record = await house.record();
  const began = clock.now();
  const ward = new DrillWard(record, clock, String(began));
  const only = typeof options['ward'] === 'string' ? [options['ward']] : undefined;
  const folder = join(configuration.data, 'drills', `downtime-${began}`);
  const evidence = await drill(drillHouse(record, clock, ward, only), ward, join(folder, 'stations'));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'evidence.json');
  const written = { drill: 'downtime', began: instantOf(began), ended: instantOf(clock.now()), ...evidence };
  writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
  await noteDrill(record, evidence);
  tell(output, evidence, file);
  output.result({ ...written, file });
  return evidence.passed ? 0 : 1;
}

function drillHouse(
  record: FhirRecord,
  clock: Clock,
  { nurse }: DrillWard,
  only: readonly string[] | undefined,
): DrillHouse {
  const house = record.context(houseCaller('downtime-drill'), UNLIMITED);
  const caller: Caller = { ...houseCaller('downtime-drill'), role: 'nurse', fhirUser: `Practitioner/${nurse}` };
  const settings = DEFAULT_LOOP_SETTINGS;
  const options = { settings, safetyCheck: () => Promise.resolve('up' as const) };
  return {
    clock,
    wards: async () => only ?? (await wardsOf(house)).map(({ id }) => id),
    ward: (id) => wardSnapshot(house, id, settings),
    replay: (station, now, entries) =>
      replay(record.context(caller, UNLIMITED), { station, clock: now as never, entries }, options),
  };
}

/** That it was rehearsed stands in the audit log as well. */
async function noteDrill(record: FhirRecord, { passed, steps, wards }: DrillEvidence): Promise<void> {
  const { audit, caller } = record.context(houseCaller('downtime-drill'), UNLIMITED);
  await audit.append({
    agent: caller,
    kind: 'rest',
    interaction: 'downtime-drill',
    action: 'E',
    outcome: passed ? 'success' : 'failed',
    outcomeText: `${steps.filter((one) => one.passed).length} of ${steps.length} steps, ${wards.length} wards`,
  });
}

function tell(output: CommandOutput, { wards, steps, passed }: DrillEvidence, file: string): void {
  for (const { ward, patients, doses, takenInMs, openedMs, bytes } of wards)
    output.line(
      `${ward.padEnd(16)} ${String(patients).padStart(4)} patients ${String(doses).padStart(5)} doses, taken in ${takenInMs} ms, opened in ${openedMs} ms, ${Math.ceil(bytes / 1024)} kB`,
    );
  for (const { step, expected, found, passed: good } of steps)
    output.line(`${good ? 'passed' : 'FAILED'}  ${step}: ${found}${good ? '' : ` (expected ${expected})`}`);
  output.line(`${passed ? 'The drill passed' : 'The drill FAILED'}; the evidence is in ${file}`);
}
