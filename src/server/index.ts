export { MIGRATIONS, openHouse, type House, type HouseOptions } from './house.ts';
export { openLog } from './log.ts';
export { buildServer, routesOf, type HouseServer } from './server.ts';
export { WEB_FOLDER } from './web.ts';
