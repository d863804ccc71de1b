export { captionsOf } from './captions';
export { Diagram, type DiagramHandle, type DiagramProps } from './diagram';
export type { DiagramCaptions, DiagramMark, DiagramNode, DiagramTarget, NodeAction } from './diagram-types';
