import type { Run } from '../../../../simulations';
import { MachineInstances } from '../../../../simulations/kernel';

/** Every machine table of a run by the id of its definition, found in the objects of the system. */
export function machinesOf(run: Run): Map<string, { stateAt(index: number): string }> {
  const found = new Map<string, { stateAt(index: number): string }>();
  const seen = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    if (value instanceof MachineInstances) {
      const { machine, stateColumn } = value as unknown as {
        machine: { id: string; stateNames: readonly string[] };
        stateColumn: ArrayLike<number>;
      };
      found.set(machine.id, { stateAt: (index) => machine.stateNames[stateColumn[index]!]! });
      return;
    }
    for (const inner of Object.values(value)) walk(inner);
  };
  walk((run as unknown as { system: unknown }).system);
  return found;
}
