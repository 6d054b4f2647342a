/**
 * The register of blood units: where each is, kept beside its resource because R4 cannot search these.
 *
 * Proof   blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { putResource } from '../bedside/write.ts';
import { factsOf, moved, type Move, type Product, type UnitFacts, type UnitState } from './unit.ts';

const MOST_UNITS = 500;

/** Where units are looked up: a session, or the store. */
type Asked = Pick<Context['store'], 'query'>;

interface Row {
  readonly unit: string;
  readonly component: string;
}

/** Ids of the units with a number; the one of the component first. */
export async function unitIds(asked: Asked, number: string, component?: string): Promise<readonly string[]> {
  const text = 'select unit, component from care_blood_unit where number = $1 order by component = $2 desc, component';
  return (await asked.query<Row>(text, [number, component ?? ''], 'care_blood_unit')).map(({ unit }) => unit);
}

/** Ids of the units in these states, the oldest first. */
export async function unitsIn(asked: Asked, states: readonly UnitState[]): Promise<readonly string[]> {
  const text = 'select unit, component from care_blood_unit where state = any($1::text[]) order by at desc limit $2';
  return (await asked.query<Row>(text, [[...states], MOST_UNITS], 'care_blood_units')).map(({ unit }) => unit);
}

/** Takes a number for a new unit; throws where the unit is in the house already. */
export async function enterUnit({ transaction }: Session, { id, number, component, state }: UnitFacts): Promise<void> {
  const text = `insert into care_blood_unit (number, component, unit, state) values ($1, $2, $3, $4)
    on conflict do nothing returning unit`;
  if ((await transaction.query(text, [number, component, id, state], 'care_blood_enter')).length > 0) return;
  const fault = `Unit ${number} (${component}) is in the register already.`;
  throw new OutcomeError('conflict', 'care.unit-registered', fault);
}

/** The one unit of a number and component, locked and read. */
export async function lockedUnit(session: Session, number: string, component?: string): Promise<Product> {
  const [id, ...others] = await unitIds(session.transaction, number, component);
  if (id === undefined || (others.length > 0 && component === undefined)) throw unknownUnit(number);
  await lockResources(session, [`BiologicallyDerivedProduct/${id}`]);
  return readResource(session.safety, 'BiologicallyDerivedProduct', id);
}

function unknownUnit(number: string): OutcomeError {
  const fault = `There is no unit ${number} in the register, or several; say which component.`;
  return new OutcomeError('not-found', 'care.unit-unknown', fault);
}

/** Moves a unit, in the record and in the register. */
export async function moveUnit(session: Session, unit: Product, change: Move): Promise<string> {
  const next = moved(unit, change);
  const text = 'update care_blood_unit set state = $2 where unit = $1';
  await session.transaction.query(text, [unit.id ?? '', factsOf(next).state], 'care_blood_move');
  return putResource(session.own, next);
}
