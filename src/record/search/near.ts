/**
 * `near`: places within a distance, by great circles on a sphere.
 *
 * Unit    km; radius of the earth 6371 km (IUGG mean).
 * Source  https://hl7.org/fhir/R4/location.html#positional
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import type { NearValue, SearchParameter, SearchValue } from '../../fhir/index.ts';
import { anyOf, key, type Fragment } from './fragment.ts';
import type { Scope } from './scope.ts';

const RADIUS_KM = 6371;

/** The condition of `near`. Positions stand in search_number: latitude as `lo`, longitude as `hi`. */
export function nearCondition({ row }: Scope, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  const circles = values.filter((value) => value.kind === 'near').map(within);
  return sql`${row}.rid in (select s.rid from search_number s where s.p = ${key(parameter.key)} and ${anyOf(circles)})`;
}

/** Haversine, after a band of latitudes that the index follows. */
function within({ latitude, longitude, kilometres }: NearValue): Fragment {
  const band = ((kilometres + 1) / RADIUS_KM) * (180 / Math.PI);
  const low = sql`s.lo >= ${latitude - band}::float8`;
  const high = sql`s.lo <= ${latitude + band}::float8`;
  const lat = sql`${latitude}::float8`;
  const haversine = sql`power(sin(radians(s.lo - ${lat}) / 2), 2)
    + cos(radians(${lat})) * cos(radians(s.lo)) * power(sin(radians(s.hi - ${longitude}::float8) / 2), 2)`;
  const distance = sql`${sql.lit(2 * RADIUS_KM)} * asin(least(1, sqrt(${haversine})))`;
  return sql`(${low} and ${high} and ${distance} <= ${kilometres}::float8)`;
}
