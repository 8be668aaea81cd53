import type { Address } from '../net/address.js';
import { HEAD_START_MS } from '../net/dial-to.js';
import { tryInTurn } from '../net/in-turn.js';
import type { AddressProbe } from './address-probe.js';
import type { BackendAddresses } from './backend-addresses.js';
import type { BackendProbe } from './monitor-options.js';
import type { ProbeResult } from './probe.js';

/**
 * Probes a backend at each of its addresses in turn, until one is well. A failure has its host name looked up again.
 *
 * @param moved - told when another address than before is the first to be tried
 */
export function probeAddresses(
  { asks, run }: AddressProbe,
  addresses: BackendAddresses,
  moved: (backend: Parameters<BackendProbe>[0]) => void,
): BackendProbe {
  return (backend, timeoutMs, done) => {
    const destination = addresses.of(backend);
    const { addresses: all } = destination;
    const [first, second] = all;
    const ended = (result: ProbeResult, address = first): void => {
      if (!result.ok) addresses.refresh(backend);
      else if (address !== undefined && destination.reached(address)) moved(backend);
      done(result);
    };
    const attempt = (address: Address, told: (result: ProbeResult) => void): (() => void) =>
      run(backend, address, timeoutMs, told);
    if (first === undefined) {
      const unresolved = { ok: false, reason: addresses.failureOf(backend) } as const;
      const later = setImmediate(() => ended(unresolved));
      return () => clearImmediate(later);
    }
    if (second === undefined) return attempt(first, ended);
    // A TCP connect does no harm beside another; what asks does so at one address at a time.
    const headStartMs = asks ? timeoutMs / all.length : HEAD_START_MS;
    return tryInTurn(all, { timeoutMs, headStartMs, attempt }, ended);
  };
}
