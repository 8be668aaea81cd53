import { formatAddress, type Address } from '../net/address.js';
import type { ClientFailure } from './failure.js';

/** A connection was made at another address, as the one before was away. */
export interface Switch<Target extends Address = Address> {
  readonly from: Target;
  readonly to: Target;
  /** What became of the first one. */
  readonly failure: ClientFailure;
}

/** `127.0.0.1:8080 is gone (connection reset); now at 127.0.0.1:8090`. */
export function switchText({ from, to, failure }: Switch): string {
  return `${formatAddress(from)} is gone (${failure.message}); now at ${formatAddress(to)}`;
}
