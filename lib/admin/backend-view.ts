import type { BackendSnapshot } from '../control/snapshot.js';
import type { RunningProcess } from './runtime-folder.js';

/** A backend as the API has it: what was given, what the operator says, what is observed, and what follows from them. */
export interface BackendView extends Pick<
  BackendSnapshot,
  'name' | 'source' | 'config' | 'operator' | 'observed' | 'effective' | 'load'
> {
  /** Its `ip` is null while the host does not resolve. */
  readonly address: { readonly host: string; readonly port: number; readonly ip: string | null };
  /** `local`: it is an `lbsim server` of the same user on this machine, whose faults can be changed; null for any other. */
  readonly control: 'local' | null;
}

/** @param server - the backend's own process, if it can be asked */
export function backendView(backend: BackendSnapshot, server: RunningProcess | undefined): BackendView {
  const { name, host, port, ip, source, config, operator, observed, effective, load } = backend;
  const control = server === undefined ? null : 'local';
  return { name, address: { host, port, ip }, source, config, operator, observed, effective, load, control };
}
