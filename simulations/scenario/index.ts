export type * from './types';
export type * from './normalised';
export type { ActionSpec, FieldSpec, FieldValues, TargetKind } from './action-spec';
export type { Path, PathKey, Problem } from './problem';
