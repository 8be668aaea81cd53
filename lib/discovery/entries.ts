import type { BackendSpec } from '../routing/backend.js';

/** A name in DNS; each of its A and AAAA records is a backend, `NAME/10.0.0.5`. */
export interface DnsBackends {
  readonly dns: string;
  /** Of every backend, 1–65535. */
  readonly port: number;
  /** What the names of the backends begin with. @default the name in DNS */
  readonly name?: string;
  /** Relative capacity of each backend, an integer from 1 to 256. @default 1 */
  readonly weight?: number;
  /** Used only while no other is active. @default false */
  readonly backup?: boolean;
}

/**
 * A service in DNS, such as `_shop._tcp.lan`. Each address of its SRV records is a backend, `NAME/10.0.0.5:8080`, with the port
 * and the weight of its record; those of a higher priority number than the lowest one are backups.
 */
export interface SrvBackends {
  readonly srv: string;
  /** What the names of the backends begin with. @default the name in DNS */
  readonly name?: string;
  /** Whether all of them are backups. @default false */
  readonly backup?: boolean;
}

/** Where backends are looked up while the balancer runs. */
export type LookedUpBackends = DnsBackends | SrvBackends;

/** A backend, or where backends are looked up. */
export type BackendEntry = BackendSpec | LookedUpBackends;

export function isLookedUp(entry: BackendEntry): entry is LookedUpBackends {
  return 'dns' in entry || 'srv' in entry;
}

/** What becomes of the backends of a name that has no records any more. */
export const DNS_EMPTY = ['keep', 'remove'] as const;
export type DnsEmpty = (typeof DNS_EMPTY)[number];

/** Where backends that are not in the configuration come from. */
export const ORIGINS = ['dns', 'srv', 'file'] as const;
export type Origin = (typeof ORIGINS)[number];

/** As it is written on the command line: `dns:app.lan:8080`. */
export function written(entry: LookedUpBackends): string {
  return 'dns' in entry ? `dns:${entry.dns}:${entry.port}` : `srv:${entry.srv}`;
}

/** Same with the name and the weight that it was given: `app=dns:app.lan:8080@3`. */
export function writtenWhole(entry: LookedUpBackends): string {
  const { name } = entry;
  const weight = 'dns' in entry ? (entry.weight ?? 1) : 1;
  return `${name === undefined ? '' : `${name}=`}${written(entry)}${weight === 1 ? '' : `@${weight}`}`;
}
