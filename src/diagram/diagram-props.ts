import type { Ref } from 'react';
import type { ClusterView } from '../../simulations/history';
import type { Ruler } from './ruler';
import type {
  DiagramCaptions,
  DiagramChain,
  DiagramCut,
  DiagramCutSpan,
  DiagramMark,
  DiagramNode,
  DiagramTarget,
  NodeAction,
} from './diagram-types';

/** What the page does with a diagram on each frame. */
export interface DiagramHandle {
  /** Shows the moment `timeMicros`: advances the view and draws, without React where no box changed. */
  draw(timeMicros: number): void;
}

export interface DiagramProps {
  /** The name of its region; absent: "Diagram". */
  label?: string;
  view: ClusterView;
  /** The offset axis that it shares with diagrams beside it; absent: it has its own. */
  ruler?: Ruler | undefined;
  /** The moment to show; while a run plays, {@link DiagramHandle.draw} shows the moments between. */
  timeMicros: number;
  marks: readonly DiagramMark[];
  captions: DiagramCaptions;
  /** Every action that fits a node now, the likeliest first. */
  actionsFor: (node: DiagramNode) => readonly NodeAction[];
  /** Nothing can be done to it, and nobody is told to. */
  isReadOnly?: boolean;
  onAct: (action: NodeAction, node: DiagramNode) => void;
  /** The chain of causes that is being read beside the diagram; absent: none. */
  chain?: DiagramChain | null;
  selected: DiagramTarget | null;
  onSelect: (target: DiagramTarget | null) => void;
  /** The table in place of the drawing; T asks for the other one. */
  showsTable: boolean;
  onToggleTable: () => void;
  /** Links that are cut, and when. */
  cuts?: readonly DiagramCutSpan[];
  /** Cuts links of the network, for good or for a while; absent: they cannot be cut. */
  onCut?: ((cuts: readonly DiagramCut[], forMs?: number) => void) | undefined;
  /** Gives a partition other replicas, the preferred leader first; absent: they cannot be changed. */
  onReassign?: ((partition: string, brokers: readonly number[]) => void) | undefined;
  /** Goes to a moment; absent: moments are only told. */
  onSeek?: ((atMicros: number) => void) | undefined;
  /** The end of the run, virtual µs; absent: the last moment that the trace knows. */
  endMicros?: number;
  reducedMotion?: boolean;
  ref?: Ref<DiagramHandle>;
}
