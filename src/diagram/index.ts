export { captionsOf } from './captions';
export { Diagram } from './diagram';
export type { DiagramHandle } from './diagram-props';
export type {
  DiagramCaptions,
  DiagramChain,
  DiagramCut,
  DiagramCutSpan,
  DiagramMark,
  DiagramNode,
  DiagramTarget,
  NodeAction,
} from './diagram-types';
