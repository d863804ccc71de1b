/** The public surface of the simulations: re-exports only. */
export { actions, laterActions } from './actions';
export { scenarios } from './scenarios';
