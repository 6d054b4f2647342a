export { validateResource, type ValidationOptions } from './validate.ts';
