export { pharmacyRoutes } from './routes.ts';
