import { describe, expect, test } from 'vitest';
import { scenarios } from '../../../simulations';
import { tidemark } from './terminal-double';

describe('link', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario.scenario] as const))(
    '%s opens as it was written',
    async (name, scenario) => {
      const link = await tidemark(['link', name]);
      expect(link).toMatchObject({ exit: 0, stderr: '', stdout: expect.stringMatching(/^#s=[\w-]+\n$/) as string });
      const opened = await tidemark(['link', '--open', link.stdout.trim()]);
      expect(JSON.stringify(JSON.parse(opened.stdout))).toBe(JSON.stringify(scenario));
    },
  );

  test('of standard input, wrapped or not, with the moment and the controls of an embedded diagram', async () => {
    const scenario = { version: 1, name: 'One topic', topics: { t: {} } };
    const bare = await tidemark(['link', '-', '--at', '14.2s'], JSON.stringify(scenario));
    const wrapped = await tidemark(['link', '-', '--embed'], JSON.stringify({ scenario, expect: {}, rules: [] }));
    const [text] = bare.stdout.split('&');
    expect(bare.stdout).toBe(`${text}&t=14.2s\n`);
    expect(wrapped.stdout).toBe(`${text}&controls=play,scrub\n`);
    const opened = await tidemark(['link', '--open', `https://example.org/tidemark/${bare.stdout}`]);
    expect(JSON.parse(opened.stdout)).toEqual(scenario);
  });

  test('--open of a name of the gallery', async () => {
    const { stdout } = await tidemark(['link', '--open', '#scenario=hot-key']);
    expect(JSON.parse(stdout)).toEqual(scenarios.find(({ name }) => name === 'hot-key')!.scenario);
  });

  test.each([
    [['link'], '', 'no scenario: name a file'],
    [['link', 'hot-kye'], '', 'hot-kye: no such file, and no scenario of the gallery; did you mean hot-key?'],
    [['link', '-'], '{"version":1,\n "topics":{"t":{"partitions":"x"}}}', 'standard input:2:17: topics.t.partitions: '],
    [['link', '-'], '{"scenario":{"version":1,"tpics":{}}}', 'standard input:1:26: tpics: '],
    [['link', '-'], '{"version":1', 'standard input:1:13: expected "," or "}", got the end of the text'],
    [['link', 'hot-key', '--at', 'soon'], '', '--at: expected'],
    [['link', '--open', '#s=1AAAA'], '', '--open: s: '],
    [['link', '--open', '#t=3s'], '', '--open: the link holds no scenario'],
    [['link', '--open', '#s=1AAAA', 'x'], '', 'nothing to do with "x"'],
    [['link', '--open', '#s=1AAAA', '--embed'], '', 'leave --embed out'],
  ])('%j is refused', async (argv, stdin, message) => {
    const { exit, stderr, stdout } = await tidemark(argv, stdin);
    expect(stderr).toContain(message);
    expect([exit, stdout]).toEqual([2, '']);
  });
});
