import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink, formatProblem } from '../../../simulations/scenario';
import type { Scenario } from '../../../simulations/scenario';
import { scenarios } from '../../../simulations/scenarios';

function refusal(fragment: string): string {
  const reading = decodeLink(fragment, scenarios);
  return reading.ok ? 'accepted' : formatProblem(reading.errors[0]);
}

const packed = (value: unknown) => `1${Buffer.from(deflateSync(strToU8(JSON.stringify(value)))).toString('base64url')}`;

test.each(scenarios.map(({ name, scenario }) => [name, scenario] as const))(
  '%s travels in a link below 2,000 characters, with and without its preset',
  (_, scenario) => {
    for (const presets of [scenarios, []]) {
      const link = encodeLink(scenario, presets);
      expect(link.length).toBeLessThan(2000);
      expect(link).toMatch(/^#s=[\w-]+$/);
      const reading = decodeLink(link, presets);
      expect(reading.ok && JSON.stringify(reading.scenario)).toBe(JSON.stringify(scenario));
    }
  },
);

test('a small change of a preset is a short link', () => {
  const first = scenarios.find(({ name }) => name === 'first-event')!.scenario;
  const changed: Scenario = { ...first, actions: [{ at: '12.4s', do: 'kill', target: 'broker-2' }] };
  expect(encodeLink(changed, scenarios).length).toBeLessThan(120);
});

test('the order of names survives: it is part of a scenario', () => {
  const first = scenarios.find(({ name }) => name === 'first-event')!.scenario;
  const producers = Object.fromEntries(Object.entries(first.producers!).toReversed());
  const changed = { ...first, producers };
  const reading = decodeLink(encodeLink(changed, scenarios), scenarios);
  expect(reading.ok && JSON.stringify(reading.scenario)).toBe(JSON.stringify(changed));
});

test('the view beside the scenario', () => {
  const view = {
    t: 14_260,
    panel: 'event-time',
    theme: 'dark',
    speed: 0.05,
    controls: ['play', 'set:checkout.acks'],
    from: 3000,
    to: 9000,
  } as const;
  const link = encodeLink({ version: 1 }, scenarios, { ...view, controls: [...view.controls] });
  expect(link).toMatch(
    /&t=14\.26s&panel=event-time&theme=dark&speed=0\.05&controls=play,set%3Acheckout\.acks&from=3s&to=9s$/,
  );
  expect(decodeLink(link, scenarios)).toMatchObject({ ok: true, view, scenario: { version: 1 } });
});

test('a preset by its name, and a whole address', () => {
  expect(decodeLink('https://tidemark.example/#scenario=hot-key&t=2s', scenarios)).toMatchObject({
    ok: true,
    preset: 'hot-key',
    scenario: { name: 'Hot key' },
    view: { t: 2000 },
  });
  expect(decodeLink('', scenarios)).toEqual({ ok: true, view: {}, warnings: [] });
});

test('a part that no link has is left out, with a warning', () => {
  const reading = decodeLink('#scenario=hot-key&utm_source=mail', scenarios);
  expect(reading.ok && reading.warnings.map(formatProblem)).toEqual([
    expect.stringContaining('utm_source: no part of a link'),
  ]);
});

describe('refusals name the part', () => {
  const whole = encodeLink({ version: 1, name: 'x'.repeat(50) }, []);

  const cases: [string, string | RegExp][] = [
    ['#s=', 's: the link is empty; copy the whole link again'],
    ['#s=9abc', 's: expected link version 1, got "9"; open it with the release that made it'],
    ['#s=1ab%20c', 's: "%" at character 4 is no part of a link; copy the whole link again'],
    ['#s=1a', 's: the link ends too early; copy the whole link again'],
    ['#s=1abcd', 's: its content is damaged; copy the whole link again'],
    [`#s=1${'A'.repeat(100_001)}`, 's: expected at most 100000 characters, got 100002'],
    [whole.slice(0, -8), /^s: its content /],
    [`#s=${packed('x')}`, 's: its content is no scenario; copy the whole link again'],
    [`#s=${packed([1, 'no-such-preset', {}])}`, 's: it builds on the preset "no-such-preset", which is not here'],
    [`#s=${packed([1, 'hot-key', {}])}`, /^s: its checksum does not fit/],
    [`#s=${packed([1, 'hot-key', { seed: { a: 1 } }])}`, /^s: its content does not fit the preset/],
    [`#s=${packed([1, 'hot-key', { actions: { '#': 1e9 } }])}`, /^s: its content does not fit the preset/],
    [
      `#s=${packed([1, '', 'x'.repeat(3_000_000)])}`,
      's: it grows to more than 2000000 bytes; copy the whole link again',
    ],
    ['#scenario=hot-kee', 'scenario: there is no scenario "hot-kee"; did you mean hot-key?'],
    ['#scenario=hot-key&s=1', /^s: /],
    ['#scenario=hot-key&t=-1s', 't: expected a duration of 0 or more, got "-1s"'],
    ['#theme=blue', 'theme: expected dark, light or auto, got "blue"'],
    ['#speed=0', 'speed: expected a number from 0.01 to 1000, got "0"'],
    ['#panel=<script>', 'panel: expected the name of a panel, got "<script>"'],
    ['#t=1s&t=2s', 't: stands there twice'],
    ['#from=9s&to=3s', 'to: expected at least from (9s), got 3s'],
  ];

  test.each(cases.map(([fragment, message]) => [fragment.slice(0, 30), fragment, message] as const))(
    '%s',
    (_, fragment, message) => {
      if (typeof message === 'string') expect(refusal(fragment)).toBe(message);
      else expect(refusal(fragment)).toMatch(message);
    },
  );
});
