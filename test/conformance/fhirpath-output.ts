/**
 * Compares a result with an `output` of the FHIRPath suite: FHIRPath text, not JSON. Dates may start with `@`, quantities look
 * like `1.0 'mg'`, decimals are compared by value, and a FHIR primitive is what it says and stands for.
 */
import type { PathNode } from '../../src/fhir/fhirpath/index.ts';
import { r4Model } from '../../src/fhir/fhirpath/model.ts';
import { systemValue, textOf } from '../../src/fhir/fhirpath/value.ts';
import { Decimal } from '../../src/kernel/index.ts';

/** Is the node the output? */
export function matchesOutput(node: PathNode, type: string | undefined, text: string): boolean {
  return (type === undefined || hasType(node, type)) && hasText(node, text);
}

function hasType(node: PathNode, type: string): boolean {
  const own = node.type.startsWith('System.') ? node.type.slice(7) : node.type;
  if (own === type || own === type.charAt(0).toUpperCase() + type.slice(1)) return true;
  return r4Model().has(node.type) && r4Model().isA(node.type, type);
}

function hasText(node: PathNode, text: string): boolean {
  const value = systemValue(node, r4Model());
  if (value === undefined) return false;
  const written = textOf(value);
  if (written === text || written === text.replace(/^@T?/, '')) return true;
  const expected = value instanceof Decimal ? Decimal.parse(text) : undefined;
  return value instanceof Decimal && expected?.equals(value) === true;
}
