import { describe, expect, test } from 'vitest';
import { offerOf, refusalOf } from '../../../../src/embed/controls';
import { requestOf } from '../../../../src/embed/host-messages';

const envelope = { target: 'tidemark', version: 1, id: 7 };

describe('a message of the host page', () => {
  test('is a command with its fields', () => {
    expect(requestOf({ ...envelope, do: 'seek', at: '14s' })).toEqual({
      id: 7,
      command: 'seek',
      fields: { at: '14s' },
    });
    expect(requestOf({ ...envelope, id: undefined, do: 'play' })).toEqual({ id: null, command: 'play', fields: {} });
  });

  test('set names its own target where the frame’s name stands otherwise', () => {
    expect(requestOf({ ...envelope, do: 'set', target: 'checkout', config: { acks: '1' } })).toMatchObject({
      command: 'set',
      fields: { target: 'checkout', config: { acks: '1' } },
    });
    expect(requestOf({ ...envelope, do: 'play', target: 'checkout' })).toBeUndefined();
  });

  test.each([
    null,
    'play',
    [envelope],
    { ...envelope },
    { ...envelope, version: 2, do: 'play' },
    { ...envelope, do: 'ready' },
    { ...envelope, do: 'toString' },
    { ...envelope, id: {}, do: 'play' },
  ])('of another form is none: %j', (data) => {
    expect(requestOf(data)).toBeUndefined();
  });
});

describe('the controls of an author', () => {
  test('absent: play and scrub are shown, and the host may do everything', () => {
    const offer = offerOf(undefined);
    expect(offer).toMatchObject({ isOpen: true, play: true, scrub: true, settings: [], actions: [] });
    expect(refusalOf(offer, 'act', { action: { do: 'kill' } })).toBeUndefined();
    expect(refusalOf(offer, 'load', { scenario: 'hot-key' })).toBeUndefined();
  });

  test('offer what they name and nothing else', () => {
    const offer = offerOf(['play', 'set:producer:checkout.retry.backoff.ms', 'inject:lateness', 'do:kill', 'fly']);
    expect(offer).toMatchObject({
      scrub: false,
      settings: [{ target: 'producer:checkout', key: 'retry.backoff.ms' }],
      unknown: ['fly'],
    });
    expect(refusalOf(offer, 'speed', { value: 2 })).toBeUndefined();
    expect(refusalOf(offer, 'get', { what: 'time' })).toBeUndefined();
    expect(refusalOf(offer, 'seek', { at: 0 })).toContain('scrub');
    expect(refusalOf(offer, 'load', {})).toContain('load');
    expect(refusalOf(offer, 'act', { action: { do: 'kill' } })).toBeUndefined();
    expect(refusalOf(offer, 'act', { action: { do: 'stop' } })).toContain('do:stop');
    expect(refusalOf(offer, 'set', { target: 'checkout', config: { 'retry.backoff.ms': 1 } })).toBeUndefined();
    expect(refusalOf(offer, 'set', { target: 'checkout', config: { acks: '1' } })).toContain('set:checkout.acks');
    expect(refusalOf(offer, 'set', { target: 'checkout', workload: { lateness: {} } })).toBeUndefined();
    expect(refusalOf(offer, 'set', { target: 'checkout', workload: { rate: 5 } })).toContain('inject:rate');
    expect(refusalOf(offer, 'set', { network: { delay: 5 } })).toContain('inject:replicaDelay');
  });
});
