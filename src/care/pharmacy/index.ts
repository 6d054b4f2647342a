export { openStock } from './opening.ts';
export { pharmacyRoutes } from './routes.ts';
