export { ScrubBar } from './scrub-bar';
export { timelineOf } from './timeline-store';
export { Transport } from './transport';
