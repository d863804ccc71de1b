import { describe, expect, test } from 'vitest';
import type { Command } from '../../../../../src/app/palette/commands';
import { addCommands, addedCommands } from '../../../../../src/app/palette/commands';
import { findCommands } from '../../../../../src/app/palette/find-commands';
import { fuzzyScore } from '../../../../../src/app/palette/fuzzy';
import { commandsNow } from '../../../../../src/app/palette/usual-commands';
import { configCommands } from '../../../../../src/panels/config/config-commands';
import { sessionInProcess } from '../in-process';

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

describe('the files of settings', { timeout: 30_000 }, () => {
  test('can be brought to the front by name', async () => {
    const { session } = sessionInProcess();
    await session.open({ preset: 'first-event' }, { play: false });
    const commands = configCommands({ session, query: '', place: 'playground' });
    expect(titles(commands)).toEqual(
      ['checkout', 'mobile', 'invoice', 'fraud', 'orders', 'brokers'].map((name) => `Settings of ${name}`),
    );
    commands[2]!.run();
    expect(session.view.get().configTab).toBe('group:invoice');
    expect(configCommands({ session, query: '', place: 'home' })).toEqual([]);
  });
});

describe('the usual commands', { timeout: 30_000 }, () => {
  test('take back and do again by name, go to a time, and act on what is pinned', async () => {
    const { session } = sessionInProcess();
    await session.open({ preset: 'first-event' }, { play: false, atMicros: 0 });
    await session.loadCatalogue();
    await session.act([{ do: 'kill', target: 'broker-2' }]);
    const now = (query = ''): Command[] => commandsNow({ session, query, place: 'playground' });
    expect(titles(now())).toContain('Undo kill broker-2');
    expect(titles(now('14.2s'))[0]).toBe('Go to 14.200 s');
    expect(titles(now('999'))[0]).toBe('Go to 60.000 s');
    expect(titles(now())).toContain('Kill …');
    session.select({ kind: 'broker', actor: session.view.get().run!.trace.names.actors.indexOf('broker-3') });
    expect(titles(now())).toContain('Kill: broker-3');
    await session.undo();
    expect(titles(now())).toContain('Redo kill broker-2');
    expect(new Set(now().map(({ id }) => id)).size).toBe(now().length);
  });

  test('at the start page are those that need no run', async () => {
    const { session } = sessionInProcess();
    await session.open({ preset: 'first-event' }, { play: false });
    const groups = new Set(commandsNow({ session, query: '', place: 'home' }).map(({ group }) => group));
    expect([...groups]).toEqual(['Show', 'Scenarios']);
  });
});
