import { options } from 'preact';
// Its own hooks must be there before they are added to.
import 'preact/compat';

/**
 * Preact in the place of React. React runs the effects that wait before it renders again; Preact would render first and
 * run them after the next frame, and a slider that counts its thumbs in an effect then counts none. So here they run at
 * the end of each commit, once references are set and layout effects are done.
 */
let runEffects: (() => void) | undefined;
options.requestAnimationFrame = (run) => {
  runEffects = run;
  // What waits without a commit is not forgotten.
  queueMicrotask(run);
};

/** The hook after a commit, by the short name that Preact keeps stable for tools like this one. */
const hooks = options as { __c?: (node: unknown, queue: unknown) => void };
const committed = hooks.__c;
hooks.__c = (node, queue) => {
  committed?.(node, queue);
  runEffects?.();
};

export * from 'preact/compat';
export { default } from 'preact/compat';
