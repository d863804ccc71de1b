import { render } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { cardsFor } from '../../../../../src/app/home/cards';
import { gallery } from '../../../../../src/app/home/gallery';
import { Miniature } from '../../../../../src/app/home/miniature';
import { fromKafkaConfigs, readPasted } from '../../../../../src/app/home/pasted-config';
import { trialAnswer, trialFor } from '../../../../../src/app/home/trials';
import { scenarios } from '../../../../../simulations/scenarios';

const ids = (query: string, track?: string): string[] => cardsFor(gallery.cards, query, track).map(({ id }) => id);

describe('the gallery', () => {
  test('has a card for every scenario', () => {
    expect(ids('').toSorted()).toEqual(scenarios.map(({ name }) => name).toSorted());
  });

  test('is searched by name, setting, action, error and anomaly', () => {
    expect(ids('acknowledged')).toContain('acknowledged-and-gone');
    expect(ids('max.poll.records=10')).toContain('first-event');
    expect(ids('hotKey')).toEqual(['hot-key']);
    expect(ids('lost-to-group')).toContain('auto-commit-loses');
    expect(ids('NOT_ENOUGH_REPLICAS')).toContain('min-insync-replicas-above-what-lives');
    expect(ids('unclean acks')).not.toContain('first-event');
    expect(ids('no such thing')).toEqual([]);
  });

  test('is sorted into tracks', () => {
    expect(ids('', 'basics')).toEqual(['first-event', 'two-groups-one-log']);
    expect(ids('restart', 'durability')).not.toContain('rolling-restart-with-preferred-leaders');
  });

  test.each(gallery.cards.map((card) => [card.id, card] as const))(
    '%s has a picture with something in it',
    (_, card) => {
      const { container } = render(<Miniature picture={card.picture} durationMs={card.durationMs} />);
      const numbers = [...container.innerHTML.matchAll(/="(-?[\d.]+|NaN)"/g)].map(([, number]) => Number(number));
      expect(container.querySelectorAll('rect, circle, path').length).toBeGreaterThan(4);
      expect(numbers.every((number) => Number.isFinite(number))).toBe(true);
    },
  );

  test('draws what was lost as lost, and what is on no other disk as hollow', () => {
    const lost = gallery.cards.find(({ id }) => id === 'acknowledged-and-gone')!;
    const { container } = render(<Miniature picture={lost.picture} durationMs={lost.durationMs} />);
    expect(container.querySelectorAll('.hue-lost')).toHaveLength(2);
    expect(container.querySelectorAll('.mini-dead')).toHaveLength(1);
    const slow = gallery.cards.find(({ id }) => id === 'a-slow-follower')!;
    const drawn = render(<Miniature picture={slow.picture} durationMs={slow.durationMs} />);
    expect(drawn.container.querySelectorAll('[data-hollow]').length).toBeGreaterThan(0);
  });
});

describe('a pasted config', () => {
  test('is read as what it is', async () => {
    expect((await readPasted('acks=1\nlinger.ms=5'))!.kind).toBe('producer');
    expect((await readPasted('group.id: invoice\nauto.offset.reset: latest'))!.kind).toBe('consumer');
    expect((await readPasted('{"min.insync.replicas": 2, "retention.ms": 1000}'))!.kind).toBe('topic');
    expect(await readPasted('  \n')).toBeUndefined();
  });

  test('names the lines that are wrong', async () => {
    const { findings } = (await readPasted('linger.ms=5\nacks=2'))!;
    expect(findings.find(({ severity }) => severity === 'error')).toMatchObject({ line: 2 });
  });

  test('may be what kafka-configs printed, line by line', () => {
    const printed = `Dynamic configs for topic orders are:
  min.insync.replicas=2 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:min.insync.replicas=2}
  retention.ms=15000 sensitive=false synonyms={}`;
    expect(fromKafkaConfigs(printed)).toEqual({
      kind: 'topic',
      text: '# Dynamic configs for topic orders are:\nmin.insync.replicas=2\nretention.ms=15000',
    });
  });

  test('may be what kafka-configs was given', () => {
    const given = 'kafka-configs.sh --alter --topic orders --add-config cleanup.policy=[compact,delete],retention.ms=5';
    expect(fromKafkaConfigs(given)).toEqual({ kind: 'topic', text: 'cleanup.policy=compact,delete\nretention.ms=5' });
    expect(fromKafkaConfigs('acks=1')).toBeUndefined();
  });

  test.each(['producer', 'consumer', 'topic', 'broker'] as const)(
    'of a %s has a trial with its settings in it',
    (kind) => {
      const scenario = trialFor(kind)!.scenario({ 'some.key': 'x' });
      expect(JSON.stringify(scenario)).toContain('"some.key":"x"');
    },
  );

  test('is answered in one sentence', () => {
    const base = { acknowledged: 500, anomalies: [], counts: {} } as never;
    expect(trialAnswer(base)).toEqual({
      sentence: 'Nothing lost, doubled or reordered of 500 acknowledged',
      isBroken: false,
    });
    const lost = {
      acknowledged: 500,
      anomalies: [{ judgement: 'violation' }],
      counts: { 'lost-write': 2, 'duplicate-effect': 3 },
    } as never;
    expect(trialAnswer(lost)).toEqual({
      sentence: 'Of 500 acknowledged records: 2 lost, 3 processed twice',
      isBroken: true,
    });
  });
});
