import { LbsimError, systemErrorCode } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { failureText, isOwnFailure, type FailureKind } from '../failure.js';
import { failureKind } from '../net/failure.js';

/**
 * Why a client's connection failed, as the report of a load run names it.
 *
 * | kind | when |
 * | --- | --- |
 * | `connection_refused`, `connect_timeout`, `connection_reset`, … | it could not be made: the kinds of {@link FailureKind} |
 * | `reset` | RST on a connection that stood |
 * | `closed_early` | FIN before the full answer, or while the client still kept the connection open |
 * | `timeout` | no full answer in time, or no FIN in time after the client's own |
 * | `mismatch` | the answer differs from what was sent, comes from another backend than the one before, or goes on |
 * | `stopped` | cut off by the client itself: the run was stopped and its grace was over |
 */
export type ClientFailureKind = FailureKind | 'reset' | 'closed_early' | 'timeout' | 'mismatch' | 'stopped';

/** A connection that did not do what was asked of it; `message` says what happened in a few words. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
  readonly kind: ClientFailureKind;

  constructor(kind: ClientFailureKind, reason: string) {
    super(reason);
    this.kind = kind;
  }
}

export function connectFailure(kind: FailureKind): ClientFailure {
  return new ClientFailure(kind, failureText(kind));
}

const LOST: Readonly<Record<string, ClientFailureKind>> = {
  connection_reset: 'reset',
  connect_timeout: 'timeout', // ETIMEDOUT: the peer's machine has stopped acknowledging
};

/** What a socket error means on a connection that stood. */
export function lostBy(error: unknown): ClientFailure {
  const kind = failureKind(error);
  return new ClientFailure(LOST[kind] ?? kind, failureText(kind));
}

/** Whether a client with further balancers goes on to the next one: the present one is away, or does not answer. */
export function meansAway({ kind }: ClientFailure): boolean {
  return kind !== 'mismatch' && kind !== 'stopped' && !isOwnFailure(kind);
}

/** An address, and why it could not be reached. */
export type Unreached = readonly [address: Address, failure: ClientFailure];

/** One line for somebody who wanted to reach that address, or one of several. */
export function connectError(unreached: readonly Unreached[]): LbsimError {
  const advice = unreached.every(([, { kind }]) => kind === 'connection_refused')
    ? 'start a server or a balancer there, or give another address'
    : 'check the address and what listens there';
  const tried = unreached.map(([address, { message }]) => `${formatAddress(address)} (${message})`);
  return new LbsimError('ERR_CONNECT', `cannot connect to ${tried.join(' or ')}: ${advice}`, {
    cause: unreached.at(-1)?.[1],
  });
}

/** One line for somebody whose connection to that address was reset. */
export function resetError(address: Address, failure: ClientFailure): LbsimError {
  return new LbsimError(
    'ERR_CONNECT',
    `connection to ${formatAddress(address)} lost (${failure.message}): see the log of what listens there`,
    { cause: failure },
  );
}

/** One line for a stream that was handed in and failed; `verb` is what it was wanted for. */
export function streamError(verb: 'read the input' | 'write the output', cause: unknown): LbsimError {
  const reason = systemErrorCode(cause) ?? String(cause);
  return new LbsimError('ERR_STREAM', `cannot ${verb} (${reason}): check where it is redirected to`, {
    cause,
  });
}
