export { simulateHospital, type SimulationOptions } from './simulate.ts';
export { simulateCommands, type SimulateNeeds } from './commands.ts';
