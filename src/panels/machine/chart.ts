/** A state of a chart. Its id is its path, "Follower.Fetching"; the root is no state. */
export interface ChartState {
  id: string;
  /** Its own name, "Fetching". */
  name: string;
  /** Id of the state around it, empty at the top. */
  parent: string;
  /** The state inside that is entered with it; empty: it has none inside. */
  initial: string;
}

/** A transition of the definition. */
export interface ChartTransition {
  /** Id of the state that has it; empty: every state has it. */
  source: string;
  /** Empty: it is taken without an event, as soon as its guard holds. */
  event: string;
  guard: string;
  /** Id of the state that it leads to; undefined: it stays where it is, or forbids what lies further out. */
  target: string | undefined;
}

/** A definition as a picture or a list needs it. */
export interface Chart {
  id: string;
  states: readonly ChartState[];
  transitions: readonly ChartTransition[];
  initial: string;
}

interface Node {
  key: string;
  path: readonly string[];
  states: Readonly<Record<string, Node>>;
  transitions: ReadonlyMap<string, readonly Edge[]>;
  always?: readonly Edge[];
  initial: { target: readonly Node[] };
}

interface Edge {
  target: readonly Node[] | undefined;
  guard: unknown;
}

/** Reads a machine made by XState's `setup(…).createMachine(…)`. */
export function chartOf(machine: { id: string; root: object }): Chart {
  const root = machine.root as Node;
  const states: ChartState[] = [];
  const transitions: ChartTransition[] = [];
  const visit = (node: Node): void => {
    const id = idOf(node);
    if (id !== '') {
      const initial = Object.keys(node.states).length === 0 ? '' : idOf(node.initial.target[0]);
      states.push({ id, name: node.key, parent: node.path.slice(0, -1).join('.'), initial });
    }
    for (const [event, edges] of node.transitions) edges.forEach((edge) => transitions.push(read(id, event, edge)));
    node.always?.forEach((edge) => transitions.push(read(id, '', edge)));
    Object.values(node.states).forEach(visit);
  };
  visit(root);
  return { id: machine.id, states, transitions, initial: leafOf(states, idOf(root.initial.target[0])) };
}

/** The innermost state that is entered with a state. */
export function leafOf(states: readonly ChartState[], id: string): string {
  const state = states.find((it) => it.id === id);
  return state === undefined || state.initial === '' ? id : leafOf(states, state.initial);
}

/** Whether a state is the other one or lies inside of it; everything lies inside the root. */
export function isWithin(id: string, outer: string): boolean {
  return outer === '' || id === outer || id.startsWith(`${outer}.`);
}

function idOf(node: Node): string {
  return node.path.join('.');
}

function read(source: string, event: string, { target, guard }: Edge): ChartTransition {
  return { source, event, guard: guardName(guard), target: target === undefined ? undefined : idOf(target[0]) };
}

function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  return typeof guard === 'object' && guard !== null && 'type' in guard ? String(guard.type) : '';
}
