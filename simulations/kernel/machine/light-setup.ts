/**
 * `setup` and `assign` of XState without its interpreter: they build just the part of a machine that the compiler reads
 * (`RawNode` in raw-definition.ts). The simulation worker is built with this file in the place of `xstate`, because a
 * worker that runs compiled tables needs no interpreter; a test holds the tables of every machine equal to those that
 * come from XState itself.
 */

type Config = Readonly<Record<string, unknown>>;

interface LightTransition {
  readonly target: readonly LightNode[] | undefined;
  readonly guard: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

class LightNode {
  readonly path: readonly string[];
  readonly id: string;
  readonly type: string;
  readonly states: Record<string, LightNode> = {};
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly transitions = new Map<string, readonly LightTransition[]>();
  always: readonly LightTransition[] | undefined;
  initial: { target: readonly LightNode[]; actions: readonly unknown[] } = { target: [], actions: [] };

  constructor(
    readonly config: Config,
    readonly key: string,
    readonly parent: LightNode | undefined,
    readonly root: { readonly id: string; readonly byId: Map<string, LightNode> },
  ) {
    this.path = parent === undefined ? [] : [...parent.path, key];
    this.id = typeof config.id === 'string' && parent !== undefined ? config.id : [root.id, ...this.path].join('.');
    root.byId.set(this.id, this);
    const states = (config.states ?? {}) as Readonly<Record<string, Config>>;
    this.type = typeof config.type === 'string' ? config.type : Object.keys(states).length > 0 ? 'compound' : 'atomic';
    this.entry = listOf(config.entry);
    this.exit = listOf(config.exit);
    for (const [name, state] of Object.entries(states)) this.states[name] = new LightNode(state, name, this, root);
  }

  /** Once every node is there: targets become nodes. */
  link(): void {
    for (const [descriptor, written] of Object.entries((this.config.on ?? {}) as Config)) {
      this.transitions.set(
        descriptor,
        transitionsOf(written).map((transition) => this.format(transition)),
      );
    }
    if (this.config.always !== undefined) {
      this.always = transitionsOf(this.config.always).map((transition) => this.format(transition));
    }
    const initial = this.config.initial as string | { target: string; actions?: unknown } | undefined;
    if (initial !== undefined) {
      const name = typeof initial === 'string' ? initial : initial.target;
      const actions = typeof initial === 'string' ? [] : listOf(initial.actions);
      this.initial = { target: [this.states[name]!], actions };
    }
    for (const child of Object.values(this.states)) child.link();
  }

  private format(written: Config): LightTransition {
    const targets = written.target === undefined ? undefined : listOf(written.target).map(String);
    return {
      target: targets?.map((target) => this.resolve(target)),
      guard: written.guard,
      actions: listOf(written.actions),
      reenter: written.reenter === true,
    };
  }

  /** `#id.child`, `.child` of this node, or a sibling. */
  private resolve(target: string): LightNode {
    if (target.startsWith('#')) {
      const exact = this.root.byId.get(target.slice(1));
      if (exact !== undefined) return exact;
      throw new Error(`${this.id}: there is no state ${target}`);
    }
    const isInner = target.startsWith('.');
    let node: LightNode | undefined = isInner ? this : this.parent;
    for (const name of (isInner ? target.slice(1) : target).split('.')) node = node?.states[name];
    if (node === undefined) throw new Error(`${this.id}: there is no state ${target}`);
    return node;
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function transitionsOf(written: unknown): readonly Config[] {
  return listOf(written).map((one) => (typeof one === 'string' ? { target: one } : (one as Config)));
}

/** As XState's, for a machine that is only compiled. */
export function setup(given: { readonly actions?: Config; readonly guards?: Config }) {
  return {
    createMachine(config: Config) {
      const id = String(config.id);
      const root = new LightNode(config, id, undefined, { id, byId: new Map() });
      root.link();
      const implementations = { actions: given.actions ?? {}, guards: given.guards ?? {} };
      return { id, root, config, implementations };
    },
  };
}

/** As XState's: marks the values that a transition writes, by key. */
export function assign(assignment: unknown): object {
  return Object.assign(() => {}, { type: 'xstate.assign', assignment, resolve: () => {} });
}
