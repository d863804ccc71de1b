import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assign, clientAssignorOf } from '../../simulations/kafka/assignors';
import type { Assignment, AssignmentInput } from '../../simulations/kafka/assignors';

/** Answers of the assignor classes of Apache Kafka 4.2.1, one a line; `server-*` lines belong to the coordinator. */
interface Recorded {
  assignor: string;
  input: AssignmentInput;
  output: Assignment;
}

function recorded(file: string): Recorded[] {
  const text = readFileSync(join(import.meta.dirname, 'recorded', file), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Recorded).filter((it) => !it.assignor.startsWith('server-'));
}

function asSets(assignment: Assignment): Record<string, string[]> {
  return Object.fromEntries(Object.entries(assignment).map(([member, partitions]) => [member, partitions.toSorted()]));
}

test.each([
  ['assign.ndjson', 268],
  ['assign-extended.ndjson', 130],
  ['assign-racks.ndjson', 149],
])('K-ASG-2 to K-ASG-7, K-SIM-5: %s, every answer of the client assignors', (file, count) => {
  const cases = recorded(file);
  expect(cases).toHaveLength(count);
  const wrong = cases.filter((it) => {
    const assigned = assign(clientAssignorOf(it.assignor)!, it.input);
    return JSON.stringify(asSets(assigned)) !== JSON.stringify(sameOrder(asSets(it.output), assigned));
  });
  expect(wrong).toEqual([]);
});

function sameOrder(assignment: Record<string, string[]>, order: Assignment): Record<string, string[]> {
  return Object.fromEntries(Object.keys(order).map((member) => [member, assignment[member]]));
}
