import { exposeSimulation } from './expose-simulation';
import { Host } from './simulation-host';
import { simulator } from './simulator';

exposeSimulation(new Host(simulator, () => performance.now()));
