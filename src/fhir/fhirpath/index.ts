export type { CheckMode, CompileOptions, CompiledPath, Emit, Extractor, PathEnvironment, TypedValue } from './api.ts';
export { PathNode, type Collection } from './node.ts';
export { compilePath } from './path.ts';
export { compileFor } from './extract.ts';
