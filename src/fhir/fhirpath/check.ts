import type { CheckMode } from './api.ts';
import type { Model } from './model.ts';
import type { Expression } from './syntax.ts';
export function checkPath(_expression: Expression, _type: string | undefined, _mode: CheckMode, _model: Model): void {
  // placeholder
}
