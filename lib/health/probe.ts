import { dial } from '../net/dial.js';
import type { Address } from '../net/address.js';
import type { FailureKind } from '../net/failure.js';

export type ProbeResult = { readonly ok: true } | { readonly ok: false; readonly reason: FailureKind };

/**
 * Asks one backend whether it is well.
 *
 * @param done - called once, after the probe has returned and at the latest when `timeoutMs` are over; not called once
 *   the probe was cancelled
 * @returns cancels the probe and frees its socket
 */
export type Probe = (address: Address, timeoutMs: number, done: (result: ProbeResult) => void) => () => void;

/** A backend is well when a TCP connection to it stands within the timeout; it is closed again at once. */
export const tcpProbe: Probe = (address, timeoutMs, done) =>
  dial(address, { timeoutMs }, (outcome) => {
    if (outcome.ok) outcome.socket.destroy();
    done(outcome.ok ? { ok: true } : { ok: false, reason: outcome.reason });
  });
