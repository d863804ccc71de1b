/** What is wrong with an input, where, and, if one can say, what to write instead. */
export interface Problem {
  /** As a person writes it: `producers.checkout.config.acks`, `actions[2].at`; empty: the whole input. */
  path: string;
  message: string;
  mend?: string;
  /** The path's steps, for tools that look the place up. */
  keys: readonly PathKey[];
}

export type PathKey = string | number;
export type Path = readonly PathKey[];
