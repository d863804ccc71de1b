/** Programs and assignments of one machine as flat lists, shared by equal transitions. */
import type { Assignment, MachineFunction } from './actions';

/** How a context key is stored. */
export type ColumnKind = 'boolean' | 'float64' | 'int32';

/** Operations of all programs one after the other; see actions.ts for their encoding. */
export class ProgramList {
  readonly operations: number[] = [];
  private readonly starts = new Map<string, number>();

  /** Where the program begins; it ends `operations.length` later. */
  place(operations: readonly number[]): number {
    const key = operations.join();
    let start = this.starts.get(key);
    if (start === undefined) {
      start = this.operations.length;
      this.starts.set(key, start);
      this.operations.push(...operations);
    }
    return start;
  }
}

/** Assigned values of all assignments one after the other. */
export interface AssignmentTable {
  /** Values of assignment a: first[a] up to, not including, first[a + 1]. */
  readonly first: Int32Array;
  readonly column: Int32Array;
  readonly value: readonly MachineFunction[];
  readonly params: readonly unknown[];
}

/** Lays assignments out over the columns of `keys`. */
export function layOutAssignments(assignments: readonly Assignment[], keys: readonly string[]): AssignmentTable {
  const first = new Int32Array(assignments.length + 1);
  const column: number[] = [];
  const value: MachineFunction[] = [];
  const params: unknown[] = [];
  for (const [index, assignment] of assignments.entries()) {
    for (const [place, key] of assignment.keys.entries()) {
      column.push(keys.indexOf(key));
      value.push(assignment.values[place]!);
      params.push(assignment.params);
    }
    first[index + 1] = value.length;
  }
  return { first, column: Int32Array.from(column), value, params };
}
