import { setImmediate as endOfTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Message } from '../../lib/workers/messages.js';
import { Outbox, SOON_MS } from '../../lib/workers/outbox.js';

interface Words {
  say: [word: string];
  count: [from: number, to: number];
}

function outbox(): { outbox: Outbox<Words>; sent: (readonly Message<Words>[])[] } {
  const sent: (readonly Message<Words>[])[] = [];
  return {
    sent,
    outbox: new Outbox<Words>((batch, done) => {
      sent.push(batch);
      done();
    }),
  };
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

  it('lets what nobody waits for wait for company, but not for long', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { outbox: box, sent } = outbox();
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
