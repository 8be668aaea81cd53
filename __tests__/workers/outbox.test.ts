import { setImmediate as endOfTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../lib/workers/messages.js';
import { Outbox } from '../../lib/workers/outbox.js';

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
