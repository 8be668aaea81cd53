import { formatAddress } from '../net/address.js';
import type { BackendSpec } from '../routing/backend.js';

/** The name that a backend has. */
export function nameOfSpec({ name, host, port }: BackendSpec): string {
  return name ?? formatAddress({ host, port });
}
