import { describe, expect, test } from 'vitest';
import { LAST_PRODUCER_EPOCH, producer, type ProducerEvent } from '../../../../simulations/kafka/machines/producer';
import { walk } from './walk';

const pass: ProducerEvent = { type: 'SenderPassed' };
const bump: ProducerEvent = { type: 'EpochBumpRequested' };
const close: ProducerEvent = { type: 'CloseRequested' };
const received = (producerEpoch = 0): ProducerEvent => ({
  type: 'ProducerIdReceived',
  producerId: 1000,
  producerEpoch,
});
const ready = [pass, received()];

describe('a producer', () => {
  test('K-IDEM-1: asks for its id at the first pass and starts with epoch 0', () => {
    expect(walk(producer, [pass])).toMatchObject({ state: 'AwaitingProducerId', effects: ['requestProducerId'] });
    expect(walk(producer, [pass, { type: 'ProducerIdRefused' }]).effects).toEqual(['retryProducerId']);
    expect(walk(producer, ready)).toMatchObject({ state: 'Ready', context: { producerId: 1000, producerEpoch: 0 } });
  });

  test('without idempotence there is no id to wait for', () => {
    expect(walk(producer, [pass], { isIdempotent: false })).toMatchObject({ state: 'Ready', effects: [] });
  });

  test('K-IDEM-8, K-IDEM-10: the epoch is bumped once at the next pass, however many partitions asked', () => {
    expect(walk(producer, [...ready, bump])).toMatchObject({ state: 'BumpingEpoch', effects: ['markForRenumbering'] });
    expect(walk(producer, [...ready, bump, bump, pass])).toMatchObject({
      state: 'Ready',
      effects: ['renumberBatches'],
      context: { producerId: 1000, producerEpoch: 1 },
    });
  });

  test('K-IDEM-10: after the last epoch comes a new producer id', () => {
    const last = walk(producer, [pass, received(LAST_PRODUCER_EPOCH), bump, pass]);
    expect(last).toMatchObject({
      state: 'AwaitingProducerId',
      effects: ['requestProducerId'],
      context: { producerId: -1 },
    });
    const before = walk(producer, [pass, received(LAST_PRODUCER_EPOCH - 1), bump, pass]);
    expect(before).toMatchObject({ state: 'Ready', context: { producerEpoch: LAST_PRODUCER_EPOCH } });
  });

  test('K-IDEM-15: a fatal error fails what is queued and leaves only close()', () => {
    const fatal: ProducerEvent[] = [...ready, { type: 'FatalErrorOccurred' }];
    expect(walk(producer, fatal)).toMatchObject({ state: 'FatalError', effects: ['failAllBatches'] });
    expect(walk(producer, [...fatal, pass, bump])).toMatchObject({ state: 'FatalError', effects: [] });
    expect(walk(producer, [...fatal, close]).state).toBe('Closed');
  });

  test('closing lets what is buffered out, with whatever id and epoch it needs', () => {
    expect(walk(producer, [...ready, close])).toMatchObject({ state: { Closing: 'Draining' }, effects: ['flushAll'] });
    expect(walk(producer, [...ready, close, { type: 'Drained' }]).state).toBe('Closed');
    expect(walk(producer, [...ready, close, { type: 'CloseTimedOut' }])).toMatchObject({
      state: 'Closed',
      effects: ['failAllBatches'],
    });
    expect(walk(producer, [close]).effects).toEqual(['requestProducerId', 'flushAll']);
    expect(walk(producer, [close, received()]).context.producerId).toBe(1000);
    const bumped = walk(producer, [...ready, bump, close, pass]);
    expect(bumped).toMatchObject({ state: { Closing: 'Draining' }, context: { producerEpoch: 1 } });
  });

  test('a killed client drops what it held', () => {
    expect(walk(producer, [...ready, { type: 'Killed' }])).toMatchObject({
      state: 'Closed',
      effects: ['dropAllBatches'],
    });
  });
});
