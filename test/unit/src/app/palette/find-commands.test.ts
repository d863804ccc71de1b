import { describe, expect, test } from 'vitest';
import type { Command } from '../../../../../src/app/palette/commands';
import { addCommands, addedCommands } from '../../../../../src/app/palette/commands';
import { findCommands } from '../../../../../src/app/palette/find-commands';
import { fuzzyScore } from '../../../../../src/app/palette/fuzzy';

const command = (title: string, more: Partial<Command> = {}): Command => ({
  id: title,
  title,
  group: 'Act now',
  run: () => undefined,
  ...more,
});

const titles = (commands: readonly Command[]): string[] => commands.map(({ title }) => title);

describe('fuzzy match', () => {
  test('takes letters in their order, and no others', () => {
    expect(fuzzyScore('Power off', 'pwo')).toBeDefined();
    expect(fuzzyScore('Power off', 'opw')).toBeUndefined();
    expect(fuzzyScore('Kill', 'kk')).toBeUndefined();
    expect(fuzzyScore('Kill', '')).toBe(0);
  });

  test('likes starts of words, and whole words most', () => {
    expect(fuzzyScore('Lose disk', 'ld')!).toBeGreaterThan(fuzzyScore('Burst load', 'ld')!);
    expect(fuzzyScore('Slow disk', 'disk')!).toBeGreaterThan(fuzzyScore('Distinct keys', 'disk')!);
  });
});

describe('commands', () => {
  const all = [
    command('Kill …', { words: 'kill broker-2' }),
    command('Isolate …', { words: 'isolate broker-2' }),
    command('The ISR of one', { group: 'Scenarios', words: 'min.insync.replicas=1' }),
    command('Theme: dark', { group: 'Show' }),
  ];

  test('all stand in their order while nothing is typed', () => {
    expect(findCommands(all, ' ')).toEqual(all);
  });

  test('are found by name before they are found by what they are about', () => {
    expect(titles(findCommands(all, 'is'))[0]).toBe('Isolate …');
    expect(titles(findCommands(all, 'insync'))).toEqual(['The ISR of one']);
    expect(titles(findCommands(all, 'kill broker-2'))).toEqual(['Kill …']);
    expect(findCommands(all, 'zzz')).toEqual([]);
  });

  test('of a panel come and go with it', () => {
    const context = { session: {} as never, query: '', place: 'playground' as const };
    const remove = addCommands(() => [command('Fold all')]);
    expect(titles(addedCommands(context))).toEqual(['Fold all']);
    remove();
    expect(addedCommands(context)).toEqual([]);
  });
});
