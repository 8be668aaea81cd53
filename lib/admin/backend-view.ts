import type { BackendSnapshot } from '../control/snapshot.js';

/** A backend as the API has it: what was given, what the operator says, what is observed, and what follows from them. */
export interface BackendView extends Pick<
  BackendSnapshot,
  'name' | 'source' | 'config' | 'operator' | 'observed' | 'effective' | 'load'
> {
  /** Its `ip` is null while the host does not resolve. */
  readonly address: { readonly host: string; readonly port: number; readonly ip: string | null };
}

export function backendView(backend: BackendSnapshot): BackendView {
  const { name, host, port, ip, source, config, operator, observed, effective, load } = backend;
  return { name, address: { host, port, ip }, source, config, operator, observed, effective, load };
}
