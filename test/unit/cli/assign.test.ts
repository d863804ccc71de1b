import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tidemark } from './terminal-double';

const input = '{"topics":{"t":3},"members":{"b":{"topics":["t"]},"a":{"topics":["t"],"owned":["t-2"],"generation":4}}}';

describe('assign', () => {
  test('K-ASG-5: one object by member, from standard input', async () => {
    const { exit, stdout } = await tidemark(['assign', '--assignor', 'sticky'], input);
    expect([exit, JSON.parse(stdout)]).toEqual([0, { a: ['t-1', 't-2'], b: ['t-0'] }]);
    const dash = await tidemark(['assign', '--assignor=range', '-'], input);
    expect(JSON.parse(dash.stdout)).toEqual({ a: ['t-0', 't-1'], b: ['t-2'] });
  });

  test('K-SIM-5: members join in the order written, also where ids look like numbers', async () => {
    // "0" and "P" share a bucket; the first of the two keeps the odd partition.
    const owned: Record<string, string> = { '0': '"t-0","t-1","t-2"', P: '"t-3","t-4","t-5"', z: '"t-6"' };
    const sizes = async (ids: string[]): Promise<unknown> => {
      const members = ids.map((id) => `"${id}":{"topics":["t"],"owned":[${owned[id]}]}`);
      const { stdout } = await tidemark(
        ['assign', '--assignor', 'sticky'],
        `{"topics":{"t":7},"members":{${members.join()}}}`,
      );
      const assigned = JSON.parse(stdout) as Record<string, string[]>;
      return { '0': assigned['0'].length, P: assigned.P.length };
    };
    expect(await sizes(['P', '0', 'z'])).toEqual({ P: 3, '0': 2 });
    expect(await sizes(['0', 'P', 'z'])).toEqual({ P: 2, '0': 3 });
  });

  test('--batch: an answer a line, other fields left alone, blank lines skipped', async () => {
    const lines = `{"assignor":"range","input":${input},"tags":["x"],"output":{}}\n\n{"assignor":"roundrobin","input":${input}}\n`;
    const { exit, stdout } = await tidemark(['assign', '--batch', '-'], lines);
    expect(exit).toBe(0);
    expect(stdout).toBe('{"a":["t-0","t-1"],"b":["t-2"]}\n{"a":["t-0","t-2"],"b":["t-1"]}\n');
  });

  test('--batch: a refused line keeps its place in the answers, and the exit code says so', async () => {
    const lines = `{"assignor":"server-range","input":${input}}\n{"assignor":\n{"assignor":"range","input":${input}}\n`;
    const { exit, stdout, stderr } = await tidemark(['assign', '--batch', '-'], lines);
    expect(exit).toBe(2);
    expect(stdout.split('\n').map((line) => line.slice(0, 8))).toEqual(['{"error"', '{"error"', '{"a":["t', '']);
    expect(stderr).toContain('standard input:1: assignor: server-range is not in this build');
    expect(stderr).toContain('standard input:2: column 13: expected a value, found the end');
  });

  test.each([
    ['{', 'standard input:1:2: expected a name in double quotes'],
    ['[]', 'expected an object, got a list of 0'],
    ['{}', 'topics: expected an object, got nothing'],
    ['{"topics":{"t":"3"},"members":{}}', 'topics.t: expected a number of partitions from 0 to 1000000, got "3"'],
    ['{"topics":{"t":1e9},"members":{}}', 'topics.t: expected a number of partitions'],
    ['{"topics":{"t":900000,"u":900000},"members":{}}', 'topics: more than 1000000 partitions in all'],
    ['{"topics":{},"members":{"a":{}}}', 'members.a.topics: expected a list of names, got nothing'],
    ['{"topics":{},"members":{"a b":{"topics":[1]}}}', 'members["a b"].topics[0]: expected a name, got 1'],
    ['{"topics":{},"members":{"a":{"topics":[],"owned":["t"]}}}', 'members.a.owned[0]: expected a partition such as'],
    ['{"topics":{},"members":{"a":{"topics":[],"generation":1.5}}}', 'members.a.generation: expected a whole number'],
    [
      '{"topics":{},"members":{"a":{"topics":[],"instanceID":"x"}}}',
      'members.a.instanceID: unknown key; did you mean instanceId?',
    ],
    ['{"topics":{},"members":{},"partitionRacks":{"t":[1]}}', 'partitionRacks.t[0]: expected a list of names, got 1'],
  ])('%s is refused with its place', async (text, message) => {
    const { exit, stderr } = await tidemark(['assign', '--assignor', 'sticky'], text);
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each([
    [['assign'], '--assignor is missing: write --assignor NAME'],
    [['assign', '--assignor', 'stiky'], '--assignor: unknown assignor "stiky"; did you mean sticky?'],
    [['assign', '--assignor', 'server-uniform'], '--assignor: server-uniform is not in this build'],
    [['assign', '--assignor', 'range', 'a', 'b'], 'one file at a time'],
    [['assign', '--assignor', 'range', '--batch', '-'], 'leave --assignor out'],
  ])('%j is refused', async (argv, message) => {
    const { exit, stderr } = await tidemark(argv);
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
  });

  test('any JSON is answered or refused, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.nat(input.length), fc.nat(8), async (insert, at, drop) => {
        const text = input.slice(0, at) + insert + input.slice(at + drop);
        const { exit, stderr } = await tidemark(['assign', '--assignor', 'cooperative-sticky'], text);
        expect(stderr).not.toContain('fault');
        expect(exit === 0).toBe(stderr === '');
      }),
    );
  });
});
