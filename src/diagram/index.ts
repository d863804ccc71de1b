export { Ruler } from './ruler';
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
export type { Picture } from './picture/draw-picture';
export type { Pictured, PictureWords } from './picture/picture-types';

/** The drawing as a file; fetched when somebody asks for one. */
export const loadPicture = () => import('./picture/draw-picture');
