import { isIP } from 'node:net';
import type { Address } from './address.js';
import { startDeadline } from './deadline.js';
import { Destination } from './destination.js';
import { dial, type DialOptions, type DialOutcome } from './dial.js';
import type { FailureKind } from '../failure.js';
import { tryInTurn } from './in-turn.js';

/** RFC 8305 recommends it as the delay between two connection attempts. */
export const HEAD_START_MS = 250;

const nothing = (): void => undefined;

/**
 * Dials a host: each of its addresses in turn, as one attempt with one timeout. A host name that is not a
 * {@link Destination} is looked up first.
 *
 * It calls back as {@link dial} does. `onClosed` is called when all its sockets are gone.
 */
export function dialTo(
  target: Address | Destination,
  options: DialOptions,
  done: (outcome: DialOutcome) => void,
  onClosed?: () => void,
): () => void {
  if (!(target instanceof Destination)) {
    if (isIP(target.host) !== 0) return dial(target, options, done, onClosed);
    return dialName(target, options, done, onClosed);
  }
  const [first, second] = target.addresses;
  if (first === undefined) return failLater('host_not_found', options, done, onClosed);
  if (second === undefined) return dial(first, options, done, onClosed);
  return dialEach(target, options, done, onClosed);
}

function dialEach(
  target: Destination,
  { reads, ...options }: DialOptions,
  done: (outcome: DialOutcome) => void,
  onClosed: () => void = nothing,
): () => void {
  let open = 0;
  let over = false;
  const closed = (): void => {
    if (--open === 0 && over) onClosed();
  };
  // Only the one that is reached reads, so they can share them; but none of them may give them back.
  const shared = reads && { ...reads, release: nothing };
  const end = (): void => {
    over = true;
    open--;
  };
  open++; // until it is decided
  const cancel = tryInTurn<DialOutcome>(
    target.addresses,
    {
      timeoutMs: options.timeoutMs,
      headStartMs: HEAD_START_MS,
      attempt: (address, told) => {
        open++;
        return dial(address, { ...options, ...(shared && { reads: shared }) }, told, closed);
      },
    },
    (outcome, address) => {
      end();
      if (address !== undefined) target.reached(address);
      if (!outcome.ok) reads?.release();
      done(outcome as DialOutcome);
    },
  );
  return () => {
    if (over) return;
    cancel();
    reads?.release();
    end();
  };
}

/** The lookup is part of the attempt, and of its time. */
function dialName(
  address: Address,
  options: DialOptions,
  done: (outcome: DialOutcome) => void,
  onClosed: () => void = nothing,
): () => void {
  let over = false;
  const fail = (reason: FailureKind | undefined): void => {
    if (over) return;
    over = true;
    cancelDeadline();
    options.reads?.release();
    if (reason !== undefined) done({ ok: false, reason });
    setImmediate(onClosed);
  };
  const cancelDeadline = startDeadline(options.timeoutMs, () => fail('connect_timeout'));
  let cancel = (): void => fail(undefined);
  void Destination.of(address).then(
    (destination) => {
      if (over) return;
      over = true;
      cancelDeadline();
      cancel = dialTo(destination, options, done, onClosed);
    },
    () => fail('host_not_found'),
  );
  return () => cancel();
}

function failLater(
  reason: FailureKind,
  { reads }: DialOptions,
  done: (outcome: DialOutcome) => void,
  onClosed: () => void = nothing,
): () => void {
  let waiting = true;
  const settle = (tell: boolean): void => {
    if (!waiting) return;
    waiting = false;
    reads?.release();
    if (tell) done({ ok: false, reason });
    onClosed();
  };
  setImmediate(settle, true);
  return () => void setImmediate(settle, false);
}
