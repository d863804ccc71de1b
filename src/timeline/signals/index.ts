export { SignalLane } from './signal-lane';
