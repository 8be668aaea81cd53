import { setImmediate as endOfTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Message } from '../../lib/workers/messages.js';
import { Outbox, SOON_MS, type Send } from '../../lib/workers/outbox.js';

interface Words {
  say: [word: string];
  count: [from: number, to: number];
}

/** An outbox, what it has sent, and the clock that it looks at. */
function outbox(): {
  outbox: Outbox<Words>;
  sent: (readonly Message<Words>[])[];
  pass: (ms: number) => void;
} {
  const sent: (readonly Message<Words>[])[] = [];
  let now = 0;
  const send: Send<Words> = (batch, done) => {
    sent.push(batch);
    done();
  };
  return { sent, outbox: new Outbox(send, () => now), pass: (ms) => (now += ms) };
}

afterEach(() => void jest.useRealTimers());

describe('an outbox', () => {
  it('sends what is told within a turn as one batch, in order', async () => {
    const { outbox: box, sent } = outbox();
    box.tell('say', 'one');
    box.tell('count', 1, 2);
    expect(sent).toEqual([]);
    await endOfTurn();
    expect(sent).toEqual([
      [
        ['say', 'one'],
        ['count', 1, 2],
      ],
    ]);
    box.tell('say', 'two');
    await endOfTurn();
    expect(sent.slice(1)).toEqual([[['say', 'two']]]);
  });

  it('sends what is told now before that returns, behind all that waits, and nothing again at the end of the turn', async () => {
    const { outbox: box, sent } = outbox();
    box.tell('say', 'one');
    box.tellSoon('say', 'two');
    box.tellNow('say', 'now');
    expect(sent.map((batch) => batch.map(([, word]) => word))).toEqual([['one', 'two', 'now']]);
    await endOfTurn();
    expect(sent).toHaveLength(1);
  });

  it('sends at once what is flushed, and nothing again at the end of the turn', async () => {
    const { outbox: box, sent } = outbox();
    let done = 0;
    box.tell('say', 'last words');
    box.flush(() => done++);
    expect([sent, done]).toEqual([[[['say', 'last words']]], 1]);
    await endOfTurn();
    expect(sent).toHaveLength(1);
    box.flush(() => done++);
    expect([sent.length, done]).toEqual([1, 2]);
  });

  it('sends at the end of the turn what nobody waits for, too, as long as little is sent', async () => {
    const { outbox: box, sent, pass } = outbox();
    for (let i = 0; i < 100; i++) {
      box.tellSoon('say', 'soon');
      await endOfTurn();
      expect(sent).toHaveLength(i + 1);
      pass(10);
    }
  });

  it('lets it wait for company when much is sent, but not for long', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { outbox: box, sent, pass } = outbox();
    for (let i = 0; i < 16; i++) {
      box.tell('say', 'much');
      await endOfTurn();
    }
    sent.length = 0;
    box.tellSoon('say', 'later');
    box.tellSoon('count', 1, 2);
    await endOfTurn();
    expect(sent).toEqual([]);
    box.tell('say', 'now');
    box.tellSoon('say', 'too');
    await endOfTurn();
    expect(sent.map((batch) => batch.map(([, first]) => first))).toEqual([['later', 1, 'now', 'too']]);
    expect(jest.getTimerCount()).toBe(0);
    box.tellSoon('say', 'alone');
    jest.advanceTimersByTime(SOON_MS - 1);
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sent.slice(1)).toEqual([[['say', 'alone']]]);
    pass(10);
    box.tellSoon('say', 'calm again');
    await endOfTurn();
    expect(sent.slice(2)).toEqual([[['say', 'calm again']]]);
  });

  it('keeps everything while it is held', async () => {
    const { outbox: box, sent } = outbox();
    box.hold();
    box.tell('say', 'early');
    await endOfTurn();
    box.tell('say', 'later');
    await endOfTurn();
    expect(sent).toEqual([]);
    box.release();
    expect(sent).toEqual([
      [
        ['say', 'early'],
        ['say', 'later'],
      ],
    ]);
    box.tell('say', 'after');
    await endOfTurn();
    expect(sent).toHaveLength(2);
  });
});
