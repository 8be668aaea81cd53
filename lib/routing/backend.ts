import type { Candidate } from '../schedulers/scheduler.js';
import { optionError } from '../errors.js';

export const MAX_WEIGHT = 256;

/** A backend as the user writes it down. */
export interface BackendSpec {
  readonly host: string;
  /** 1–65535. */
  readonly port: number;
  /** @default 'host:port' */
  readonly name?: string;
  /** Relative capacity, an integer from 1 to 256. @default 1 */
  readonly weight?: number;
  /** Used only while no other is active. @default false */
  readonly backup?: boolean;
}

/** One backend: who it is, whether it may be used, and how many connections it has. Only its pool changes it. */
export class Backend implements Candidate {
  // What a pick looks at comes first, so that it lies together in memory: there may be thousands of backends.
  readonly index: number;
  /** Relative capacity now: the weight given; with slow start, hundredths of it. */
  weight: number;
  /** Sockets that are open or being opened to it. */
  openConnections = 0;
  /** The weight that it has once its slow start is over. */
  fullWeight: number;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Used only while no other is active. */
  readonly backup: boolean;
  /** Connections that it may have at once. */
  readonly maxConnections: number;
  /** The monitor's word: it answered its last probes. */
  healthy = false;
  /** The operator's word: it may be used at all. */
  enabled = true;
  /** One of ACTIVE_SERVERS: it is up, and no backup that others have no need of. */
  active = false;
  /** How often it has become active. One that has come back is as good as another. */
  activations = 0;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a weight or port out of range, or a name that cannot be shown */
  constructor(
    index: number,
    { host, port, name, weight = 1, backup = false }: BackendSpec,
    maxConnections = Infinity,
  ) {
    this.index = index;
    this.backup = backup;
    this.maxConnections = maxConnections;
    this.host = host;
    this.port = port;
    this.name = name ?? (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
    this.weight = weight;
    this.fullWeight = weight;
    if (this.name.trim() === '' || /\p{Cc}/u.test(this.name)) {
      throw optionError(
        `backend name ${JSON.stringify(this.name)} is blank or has control characters: use one such as B1`,
      );
    }
    if (!Number.isInteger(weight) || weight < 1 || weight > MAX_WEIGHT) {
      throw optionError(`weight ${weight} of backend ${this.name} is out of range: use 1 to ${MAX_WEIGHT}`);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw optionError(`port ${port} of backend ${this.name} is out of range: use 1 to 65535`);
    }
  }

  /** Whether it could be used: both the monitor and the operator say so. */
  get up(): boolean {
    return this.healthy && this.enabled;
  }

  setActive(active: boolean): void {
    if (active && !this.active) this.activations++;
    this.active = active;
  }

  /** Whether a new connection may go to it now. */
  get available(): boolean {
    return this.active && this.openConnections < this.maxConnections;
  }
}
