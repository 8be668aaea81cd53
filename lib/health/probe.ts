import type { Address } from '../net/address.js';
import { dial } from '../net/dial.js';
import { wrongType } from '../option-shape.js';
import type { FailureReason } from '../failure.js';

/** @param reason - why not: a kind of failure, or any text */
export type ProbeResult = { readonly ok: true } | { readonly ok: false; readonly reason: FailureReason };

/**
 * Asks one backend whether it is well, and says so through `done`, or by the promise that it returns: `true`, `false`, or a
 * {@link ProbeResult}. The first word counts. A probe that throws or rejects has failed, with that message as its reason;
 * so has one that has said nothing when `timeoutMs` are over, and what it says later is ignored.
 *
 * @returns a promise; or, if it likes, what cancels the probe and frees its socket
 */
export type Probe = (
  address: Address,
  timeoutMs: number,
  done: (result: ProbeResult) => void,
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a probe that answers by `done` may be a function without a return value
) => Promise<boolean | ProbeResult | void> | (() => void) | void;

/**
 * A backend is well when a TCP connection to it stands within the timeout; it is closed again at once.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` for what is not an address
 */
export const tcpProbe = ((address, timeoutMs, done) => {
  refuseNoAddress(address);
  return dial(address, { timeoutMs }, (outcome) => {
    if (outcome.ok) outcome.socket.destroy();
    done(outcome.ok ? { ok: true } : { ok: false, reason: outcome.reason });
  });
}) satisfies Probe;

function refuseNoAddress(address: Partial<Address> | null | undefined): void {
  if (typeof address?.host === 'string' && typeof address.port === 'number') return;
  throw wrongType('address', address, "an object such as { host: '127.0.0.1', port: 8881 }");
}
