export { ScrubBar } from './scrub-bar';
export { Transport } from './transport';
