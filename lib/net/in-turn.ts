import type { Address } from './address.js';
import { isOwnFailure, type FailureReason } from '../failure.js';
import { TimeoutQueue } from './timeout-queue.js';

/** How an attempt at an address ended. */
type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: FailureReason };

export interface TurnOptions<Success extends Outcome> {
  /** After which all attempts together have failed with `connect_timeout`, in milliseconds. */
  readonly timeoutMs: number;
  /** How long an attempt may go unanswered before the next address is tried beside it, in milliseconds. */
  readonly headStartMs: number;
  /** Begins an attempt; its outcome is expected later, and not once it was cancelled. @returns cancels it */
  readonly attempt: (address: Address, done: (outcome: Success) => void) => () => void;
}

/**
 * Tries the addresses of one host in order until one answers, the next as soon as the one before has failed, or has had
 * its head start: the connection attempts of RFC 8305, "Happy Eyeballs". So an address that is dead costs the others
 * little, and one that is slow is still waited for.
 *
 * @param addresses - at least one
 * @param done - called once with the first success and its address; or, when all have failed, with the failure that says
 *   most
 * @returns cancels all attempts; afterwards it has no effect
 */
export function tryInTurn<Result extends Outcome>(
  addresses: readonly Address[],
  { timeoutMs, headStartMs, attempt }: TurnOptions<Result>,
  done: (outcome: Result | (Outcome & { ok: false }), address: Address | undefined) => void,
): () => void {
  const cancels = new Map<Address, () => void>();
  const failures = new Map<Address, Outcome & { ok: false }>();
  let next = 0;
  let over = false;
  let headStart: NodeJS.Timeout | undefined;
  const stop = (): void => {
    over = true;
    clearTimeout(headStart);
    timeouts.clear(deadline);
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  };
  const settle = (outcome: Result | (Outcome & { ok: false }), address?: Address): void => {
    stop();
    done(outcome, address);
  };
  const ended = (address: Address, outcome: Result): void => {
    if (over) return;
    cancels.delete(address);
    if (outcome.ok) {
      settle(outcome, address);
      return;
    }
    failures.set(address, outcome);
    if (next < addresses.length) begin();
    else if (cancels.size === 0) settle(telling(addresses, failures));
  };
  const begin = (): void => {
    const address = addresses[next++];
    if (address === undefined || over) return;
    clearTimeout(headStart);
    if (next < addresses.length) headStart = setTimeout(begin, headStartMs);
    cancels.set(
      address,
      attempt(address, (outcome) => ended(address, outcome)),
    );
  };
  const timeouts = TimeoutQueue.lasting(timeoutMs);
  const deadline = timeouts.set(() => settle({ ok: false, reason: 'connect_timeout' }));
  begin();
  return stop;
}

/** The first failure, in the order of the addresses, that is the other side's; this machine may lack a whole family. */
function telling(
  addresses: readonly Address[],
  failures: ReadonlyMap<Address, Outcome & { ok: false }>,
): Outcome & { ok: false } {
  const inOrder = addresses
    .map((address) => failures.get(address))
    .filter((failure) => failure !== undefined);
  const theirs = inOrder.find(({ reason }) => !isOwnFailure(reason));
  return theirs ?? inOrder[0] ?? { ok: false, reason: 'host_not_found' };
}
