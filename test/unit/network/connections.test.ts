import { describe, expect, test } from 'vitest';
import { CLOSED, OPEN } from '../../../simulations/network';
import { CLIENT, LINE, rulesAbout, SERVER, Wire } from './wire';

describe('order', () => {
  test('a request and its answer take one delay each', () => {
    const wire = new Wire({ delayMicros: 1500 });
    wire.send(1);
    expect(wire.until(10)).toEqual(['1.5 request 1', '3 answer 1']);
  });

  test('jitter never lets a message pass the one before it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const wire = new Wire({ seed, delayMicros: 500, jitterMicros: 5000 });
      for (let i = 0; i < 30; i++) wire.send(i);
      const order = wire.until(1000).map((line) => line.split(' ').slice(1).join(' '));
      const numbers = Array.from({ length: 30 }, (_, i) => i);
      expect(order.filter((line) => line.startsWith('request'))).toEqual(numbers.map((i) => `request ${i}`));
      expect(order.filter((line) => line.startsWith('answer'))).toEqual(numbers.map((i) => `answer ${i}`));
    }
  });

  test('a connection is served one request at a time: the next is read when the answer to the last was sent', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    for (const name of [1, 2, 3]) wire.send(name);
    expect(wire.until(5)).toEqual(['1 request 1']);
    wire.answerNext();
    expect(wire.until(10)).toEqual(['5 request 2', '6 answer 1']);
    wire.answerNext();
    wire.answerNext();
    expect(wire.until(20)).toEqual(['10 request 3', '11 answer 2', '11 answer 3']);
  });
});

describe('ends of processes', () => {
  test('K-REP-41: a killed process resets its connections; the client hears of it one delay later', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.send(1);
    wire.until(5);
    wire.killServer();
    expect(wire.until(10)).toEqual(['6 failed 1: reset', '6 broken: reset']);
    expect([wire.connections.state[LINE], wire.connections.inFlight[LINE]]).toEqual([CLOSED, 0]);
  });

  test('K-REP-42: a machine without power is silent until the request times out', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.send(1);
    wire.until(5);
    wire.killServer(true);
    wire.send(2);
    expect(wire.until(29_999)).toEqual([]);
    expect(wire.until(30_000)).toEqual(['30000 failed 1: timeout', '30000 failed 2: timeout', '30000 broken: timeout']);
  });

  test('a request for a process that is dead or was started anew is never executed, but refused by its machine', () => {
    const wire = new Wire();
    wire.killServer(true);
    wire.startServer();
    wire.send(1);
    expect(wire.until(10)).toEqual(['2 failed 1: reset', '2 broken: reset']);
  });

  test('a request that is under way when its server dies is not executed', () => {
    const wire = new Wire();
    wire.send(1);
    wire.killServer();
    wire.startServer();
    expect(wire.until(10)).toEqual(['1 failed 1: reset', '1 broken: reset']);
  });

  test('what a client had sent is still executed after its own end', () => {
    const wire = new Wire();
    wire.send(1);
    wire.kernel.endLife(CLIENT);
    wire.connections.endProcess(CLIENT, false);
    expect(wire.until(10)).toEqual(['1 request 1']);
  });

  test('the timeout of a client that was started anew works like the first', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.send(1);
    wire.kernel.endLife(CLIENT);
    wire.connections.endProcess(CLIENT, false);
    wire.kernel.beginLife(CLIENT);
    wire.connections.connect(LINE);
    wire.until(10);
    wire.send(2);
    expect(wire.until(40_000).slice(-2)).toEqual(['30010 failed 2: timeout', '30010 broken: timeout']);
  });
});

describe('timeouts and waits', () => {
  test('K-CLI-1: one request unanswered too long closes the connection, with everything in flight on it', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.requestTimeout = 100;
    wire.send(1);
    wire.until(40);
    wire.send(2);
    wire.until(50);
    const [first, second, end] = wire.until(100);
    expect([first, second, end]).toEqual(['100 failed 1: timeout', '100 failed 2: timeout', '100 broken: timeout']);
  });

  test('K-CLI-1: the broker executes what it had read before it learns of the close', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.requestTimeout = 100;
    wire.send(1);
    wire.send(2);
    expect(wire.until(100)).toContain('100 request 2');
  });

  test('an answer in time restarts the clock for the request behind it', () => {
    const wire = new Wire();
    wire.answersAtOnce = false;
    wire.requestTimeout = 100;
    wire.send(1);
    wire.until(60);
    wire.send(2);
    wire.answerNext();
    expect(wire.until(159)).toEqual(['61 request 2', '61 answer 1']);
    expect(wire.until(160)).toEqual(['160 failed 2: timeout', '160 broken: timeout']);
  });

  test('K-CLI-3: waits between tries double from 50 ms to a second, each 20 % up or down', () => {
    const wire = new Wire();
    wire.killServer();
    wire.until(10);
    const tries: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = wire.kernel.now;
      wire.connections.connect(LINE);
      const [line] = wire.until(before / 1000 + 5000);
      tries.push(Number(line.split(' ')[0]) - before / 1000 - 2);
      expect(line).toContain('broken: refused');
      // The next wait counts from this failure.
      wire.connections.retryAt[LINE] += wire.kernel.now - Number(line.split(' ')[0]) * 1000;
    }
    const bounds = [50, 100, 200, 400, 800, 1000, 1000, 1000];
    tries.forEach((wait, i) => {
      expect(wait).toBeGreaterThanOrEqual(Math.floor(bounds[i] * 0.8));
      expect(wait).toBeLessThanOrEqual(Math.min(1000, Math.ceil(bounds[i] * 1.2)));
    });
  });

  test('K-CLI-3: a connection that was there makes the next wait the first one again', () => {
    const wire = new Wire();
    for (let round = 0; round < 4; round++) {
      wire.killServer();
      const start = wire.kernel.now / 1000;
      wire.until(start + 5);
      wire.startServer();
      wire.connections.connect(LINE);
      const [line] = wire.until(start + 200);
      expect(line).toContain('connected');
      expect(Number(line.split(' ')[0]) - start).toBeLessThanOrEqual(65);
    }
  });

  test('K-CLI-3: a silent peer is given up after 10 s, then after 20 s and 30 s', () => {
    const wire = new Wire();
    wire.killServer(true);
    wire.connections.breakOff(LINE, 0);
    wire.until(0);
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      wire.connections.retryAt[LINE] = 0;
      const before = wire.kernel.now / 1000;
      wire.connections.connect(LINE);
      const [line] = wire.until(before + 40_000);
      waits.push(Number(line.split(' ')[0]) - before);
      expect(line).toContain('refused');
    }
    [10_000, 20_000, 30_000].forEach((wait, i) => {
      expect(waits[i]).toBeGreaterThanOrEqual(wait * 0.8);
      expect(waits[i]).toBeLessThanOrEqual(Math.min(30_000, wait * 1.2));
    });
  });
});

describe('cuts', () => {
  test('a cut that ends before anybody gives up has only delayed what was sent, in its order', () => {
    const wire = new Wire();
    wire.links.cut(CLIENT, SERVER);
    wire.send(1);
    wire.send(2);
    expect(wire.until(500)).toEqual([]);
    wire.links.mend(CLIENT, SERVER);
    wire.send(3);
    const seen = wire.until(600).map((line) => line.replace(/^\d+ /, ''));
    expect(seen.filter((line) => line.startsWith('answer'))).toEqual(['answer 1', 'answer 2', 'answer 3']);
  });

  test('a cut of one direction lets requests through and keeps answers', () => {
    const wire = new Wire();
    wire.links.cut(SERVER, CLIENT);
    wire.send(1);
    expect(wire.until(500)).toEqual(['1 request 1']);
    wire.links.mend(SERVER, CLIENT);
    expect(wire.until(600)).toEqual(['501 answer 1']);
  });

  test('a cut longer than the timeout closes the connection, and what was held is never executed', () => {
    const wire = new Wire();
    wire.requestTimeout = 100;
    wire.links.cut(CLIENT, SERVER);
    wire.send(1);
    expect(wire.until(200)).toEqual(['100 failed 1: timeout', '100 broken: timeout']);
    wire.links.mend(CLIENT, SERVER);
    expect(wire.until(10_000)).toEqual([]);
  });

  test('two cuts of a link need two mends', () => {
    const wire = new Wire();
    wire.links.cut(CLIENT, SERVER);
    wire.links.cut(CLIENT, SERVER);
    wire.links.mend(CLIENT, SERVER);
    wire.send(1);
    expect(wire.until(50)).toEqual([]);
    wire.links.mend(CLIENT, SERVER);
    expect(wire.until(100)).toEqual(['51 request 1', '52 answer 1']);
  });

  test('K-REP-43: nobody can connect over a cut', () => {
    const wire = new Wire();
    wire.connections.breakOff(LINE, 0);
    wire.until(100);
    wire.links.cut(SERVER, CLIENT);
    wire.connections.connect(LINE);
    expect(wire.until(8_000)).toEqual([]);
    expect(wire.connections.state[LINE]).not.toBe(OPEN);
  });
});

describe('singled-out requests', () => {
  test('K-SIM-8 loseAnswer: executed, never answered, nor any later one; those before it are', () => {
    const wire = new Wire({ rules: rulesAbout(2, { loses: true }) });
    for (const name of [1, 2, 3]) wire.send(name);
    const seen = wire.until(29_999);
    expect(seen).toEqual(['1 request 1', '1 request 2', '1 request 3', '2 answer 1']);
    expect(wire.until(30_000)).toEqual(['30000 failed 2: timeout', '30000 failed 3: timeout', '30000 broken: timeout']);
    wire.connections.connect(LINE);
    wire.until(31_000);
    wire.send(4);
    expect(wire.until(32_000)).toEqual(['31001 request 4', '31002 answer 4']);
  });

  test('K-SIM-8 refuse: answered with the error at once', () => {
    const wire = new Wire({ rules: rulesAbout(2, { error: 19 }) });
    for (const name of [1, 2, 3]) wire.send(name);
    expect(wire.until(1)).toEqual(['1 request 1', '1 refused 2', '1 request 3']);
  });

  test('K-PROD-24 refuse, answered when the next request is in flight: held until then', () => {
    const wire = new Wire({ rules: rulesAbout(1, { error: 19, waits: true }) });
    wire.send(1);
    expect(wire.until(20)).toEqual([]);
    wire.send(2);
    expect(wire.until(30)).toEqual(['20 refused 1', '21 request 2', '21 answer 1', '22 answer 2']);
  });
});

test('slots come back: thousands of requests, breaks and deaths use no more than were ever at work', () => {
  const wire = new Wire({ jitterMicros: 700 });
  for (let round = 0; round < 300; round++) {
    for (let i = 0; i < 4; i++) wire.send(i);
    const start = wire.kernel.now / 1000;
    if (round % 3 === 0) wire.killServer(round % 2 === 0);
    if (round % 5 === 0) wire.links.cut(CLIENT, SERVER);
    wire.until(start + 40_000);
    if (round % 5 === 0) wire.links.mend(CLIENT, SERVER);
    if (round % 3 === 0) wire.startServer();
    if (wire.connections.state[LINE] === CLOSED) wire.connections.connect(LINE);
    wire.until(start + 110_000);
    if (wire.connections.state[LINE] !== OPEN) wire.connections.connect(LINE);
    wire.until(start + 120_000);
    expect(wire.connections.state[LINE]).toBe(OPEN);
  }
  const slots = new Set(Array.from({ length: 16 }, () => wire.messages.create(0, LINE)));
  expect(Math.max(...slots)).toBeLessThan(24);
});
