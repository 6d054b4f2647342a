/**
 * Reads `_include` and `_revinclude`.
 *
 * Source  https://hl7.org/fhir/R4/search.html#include
 * Proof   criteria.test.ts, parse.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { parameterOf } from './parameters.ts';
import type { Include } from './query.ts';
import { isResourceType } from './source.ts';

/** Reads `[source]:[parameter]:[target]`, `[source]:*` or `*`. */
export function parseInclude(name: string, value: string, reverse: boolean): Include {
  const [, modifier, ...more] = name.split(':');
  // `:recurse` is what R4 texts before 4.0 call `:iterate`.
  const iterate = modifier === 'iterate' || modifier === 'recurse';
  if ((modifier !== undefined && !iterate) || more.length > 0) {
    throw new OutcomeError('not-supported', 'search.unknown-modifier', `'${name}' takes no modifier but :iterate.`);
  }
  if (value === '*' && !reverse)
    return { reverse, iterate, source: undefined, parameter: undefined, target: undefined };
  const [source = '', code, target, ...rest] = value.split(':');
  if (!isResourceType(source)) throw bad(name, value, `'${source}' is not a resource type`);
  if (code === undefined || code === '' || rest.length > 0)
    throw bad(name, value, 'write [type]:[reference parameter] or [type]:[reference parameter]:[target type]');
  if (target !== undefined && !isResourceType(target)) throw bad(name, value, `'${target}' is not a resource type`);
  if (code === '*') return { reverse, iterate, source, parameter: undefined, target };
  const parameter = parameterOf(source, code);
  if (parameter === undefined) throw bad(name, value, `'${code}' is not a search parameter of ${source}`);
  if (parameter.kind !== 'reference') throw bad(name, value, `'${code}' of ${source} is no reference`);
  if (target !== undefined && !parameter.targets.includes(target))
    throw bad(name, value, `'${code}' of ${source} never refers to a ${target}`);
  return { reverse, iterate, source, parameter, target };
}

function bad(name: string, value: string, want: string): OutcomeError {
  return new OutcomeError(
    'not-supported',
    'search.bad-include',
    `'${name}=${value.slice(0, 120)}' cannot be included: ${want}.`,
  );
}
