// The kinds of clients. Each is handed a visitor, whose promises are rejected when its connection fails, and a way to draw:
// `text(bytes)` for something to send, `number(low, high)` and `one(list)`.
import { setTimeout as sleep } from 'node:timers/promises';

/** One line, one answer. */
async function short(visitor, draw) {
  await visitor.connected();
  await visitor.send(draw.text(draw.number(1, 100)));
  await visitor.answered();
}

/** Many lines, one or some at a time, with pauses, on a connection that stays. */
async function long(visitor, draw) {
  await visitor.connected();
  for (let lines = draw.number(20, 120); lines > 0; lines--) {
    await visitor.send(draw.text(draw.number(0, 400)));
    if (draw.number(0, 3) === 0) continue;
    await visitor.answered();
    await sleep(draw.number(0, 40));
  }
  await visitor.answered();
}

/** Says nothing for a while, in which its backend may go: it is to be given another. */
async function late(visitor, draw) {
  await visitor.connected();
  await sleep(draw.number(200, 6000));
  for (let lines = 3; lines > 0; lines--) {
    await visitor.send(draw.text(draw.number(1, 100)));
    await visitor.answered();
  }
}

/** Megabytes, as fast as they go. */
async function bulk(visitor, draw) {
  await visitor.connected();
  for (let left = draw.number(1e6, 3e6); left > 0;) {
    const text = draw.text(draw.number(1000, 30_000));
    await visitor.send(text);
    left -= text.length;
  }
  await visitor.answered();
}

/** Sends all and FIN, and then reads up to the other side's FIN. */
async function halfClosing(visitor, draw) {
  await visitor.connected();
  for (let lines = draw.number(0, 50); lines > 0; lines--)
    await visitor.send(draw.text(draw.number(1, 2000)));
  visitor.end(draw.text(draw.number(1, 2000)));
  await visitor.seenOut();
}

/** Takes its answers slowly, more of them than the sockets' buffers hold; then there is FIN. */
async function slowReader(visitor, draw) {
  await visitor.connected();
  const sending = (async () => {
    for (let lines = 100; lines > 0; lines--) await visitor.send(draw.text(draw.number(2000, 8000)));
    visitor.end(draw.text(10));
  })();
  sending.catch(() => undefined); // that the connection fails is seen below, too
  for (let rests = 20; rests > 0; rests--) {
    await visitor.rest(draw.number(20, 80));
    await sleep(1);
  }
  await sending;
  await visitor.seenOut();
}

/** Leaves by RST: before a byte, with an answer due, or amid answers. */
async function resetting(visitor, draw) {
  const phase = draw.one(['before connected', 'before a byte', 'before an answer', 'amid answers']);
  if (phase !== 'before connected') await visitor.connected();
  if (phase === 'before an answer') await visitor.send(draw.text(1000));
  if (phase === 'amid answers') {
    for (let lines = 20; lines > 0; lines--) await visitor.send(draw.text(10_000));
    await visitor.answeredInPart();
  }
  visitor.reset();
}

/** Sends and reads nothing, until its backend takes no more; then it leaves by RST. */
async function stalling(visitor, draw) {
  await visitor.connected();
  await visitor.send(draw.text(10));
  await visitor.answered();
  await visitor.stall(() => draw.text(draw.number(8000, 30_000)));
  await sleep(draw.number(0, 500));
  visitor.reset();
}

/** By name, with how many there are of each among a hundred. */
export const KINDS = {
  short: { visit: short, share: 48 },
  long: { visit: long, share: 16 },
  late: { visit: late, share: 8 },
  bulk: { visit: bulk, share: 4 },
  halfClosing: { visit: halfClosing, share: 10 },
  slowReader: { visit: slowReader, share: 4 },
  resetting: { visit: resetting, share: 8 },
  stalling: { visit: stalling, share: 2 },
};

/** One of the kinds, as their shares are. */
export function drawKind(random) {
  let left = random() * 100;
  return Object.entries(KINDS).find(([, { share }]) => (left -= share) < 0)?.[0] ?? 'short';
}
