import { HEAD_START_MS } from '../../net/dial-to.js';
import type { Destination } from '../../net/destination.js';
import { tryInTurn } from '../../net/in-turn.js';
import { dialEpoll, type EpollOutcome } from './dial-epoll.js';
import type { EpollEngine } from './epoll-engine.js';

/** Connects to a destination: each of its addresses in turn, as one attempt with one timeout. It calls back as {@link dialEpoll} does. */
export function connectEpoll(
  engine: EpollEngine,
  to: Destination,
  timeoutMs: number,
  done: (outcome: EpollOutcome) => void,
  closed: () => void,
): () => void {
  const [first, second] = to.addresses;
  if (first === undefined) return failLater(engine, done, closed);
  if (second === undefined) return dialEpoll(engine, first, timeoutMs, done, closed);
  let open = 1; // until it is decided
  let isOver = false;
  const end = (): void => {
    isOver = true;
    open--;
  };
  const oneClosed = (): void => {
    if (--open === 0 && isOver) closed();
  };
  const cancel = tryInTurn<EpollOutcome>(
    to.addresses,
    {
      timeoutMs,
      headStartMs: HEAD_START_MS,
      attempt: (address, told) => {
        open++;
        return dialEpoll(engine, address, timeoutMs, told, oneClosed);
      },
    },
    (outcome, address) => {
      end();
      if (address !== undefined) to.reached(address);
      done(outcome as EpollOutcome);
    },
  );
  return () => {
    if (isOver) return;
    cancel();
    end();
    if (open === 0) engine.loop.tell(closed);
  };
}

function failLater(
  engine: EpollEngine,
  done: (outcome: EpollOutcome) => void,
  closed: () => void,
): () => void {
  let isWaiting = true;
  engine.loop.tell(() => {
    if (isWaiting) done({ ok: false, reason: 'host_not_found' });
    isWaiting = false;
    closed();
  });
  return () => (isWaiting = false);
}
