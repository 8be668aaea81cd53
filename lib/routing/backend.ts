import type { Candidate } from '../schedulers/scheduler.js';
import { optionError } from '../errors.js';

export const MAX_WEIGHT = 256;

/**
 * What the operator says of a backend, in the words of HAProxy's `set server … state`. `ready`: it is used. `drain`: only by
 * clients that stick to it. `maint`: by no new client, and it is not probed. Live connections are kept in any case. Each
 * takes fewer clients than the one before.
 */
export const ADMIN_STATES = ['ready', 'drain', 'maint'] as const;
export type AdminState = (typeof ADMIN_STATES)[number];

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

/** What a backend is called: its address where it has no name of its own. */
export function backendNameOf({
  host,
  port,
  name,
}: Pick<BackendSpec, 'host' | 'port'> & { readonly name?: string | undefined }): string {
  return name ?? (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}

/** One backend: who it is, whether it may be used, and how many connections it has. Only its pool changes it. */
export class Backend implements Candidate {
  // What a pick looks at comes first, so that it lies together in memory: there may be thousands of backends.
  readonly index: number;
  /** Relative capacity now: the weight given; with slow start, hundredths of it. */
  weight: number;
  /** Sockets that are open or being opened to it, those that other balancers told of among them. */
  openConnections = 0;
  /** The weight that it has once its slow start is over. */
  fullWeight: number;
  /** Relative capacity as it was given, 1 to 256. */
  givenWeight: number;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Used only while no other is active. */
  backup: boolean;
  /** Connections that it may have at once. */
  maxConnections: number;
  /** How many of the open connections are other balancers'. */
  remoteConnections = 0;
  /** The monitor's word: it answered its last probes. */
  healthy = false;
  /** Whether the monitor has said anything of it yet. */
  observed = false;
  /** Why it is down, in words, if that is known. */
  downReason: string | undefined = undefined;
  /** The operator's word. */
  admin: AdminState = 'ready';
  /** It is gone for good; connections that it has may live on. */
  removed = false;
  /** One of ACTIVE_SERVERS: it is up, and no backup that others have no need of. */
  active = false;
  /** How often it has become active. One that has come back is as good as another. */
  activations = 0;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a weight or port out of range, or a name that cannot be shown or asked for */
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
    this.name = backendNameOf({ host, port, name });
    this.weight = weight;
    this.fullWeight = weight;
    this.givenWeight = weight;
    if (this.name.trim() === '' || /\p{Cc}/u.test(this.name)) {
      throw optionError(
        `backend name ${JSON.stringify(this.name)} is blank or has control characters: use one such as B1`,
      );
    }
    // No address on the web can have one of these in its path, however it is written.
    if (this.name === '.' || this.name === '..' || /\p{Cs}/u.test(this.name))
      throw optionError(
        `backend name ${JSON.stringify(this.name)} cannot be part of an address: use one such as B1`,
      );
    refuseBadWeight(this.name, weight);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw optionError(`port ${port} of backend ${this.name} is out of range: use 1 to 65535`);
    }
  }

  /** Sockets of this balancer that are open or being opened to it. */
  get ownConnections(): number {
    return this.openConnections - this.remoteConnections;
  }

  /** Whether it could be used: both the monitor and the operator say so. */
  get up(): boolean {
    return this.healthy && this.admin === 'ready';
  }

  /** Whether clients that stick to it keep it: it is active, or would be if the operator did not drain it. */
  get keepsClients(): boolean {
    return this.active || this.isDraining;
  }

  /** Whether only clients that stick to it may come. */
  get isDraining(): boolean {
    return this.admin === 'drain' && this.healthy;
  }

  /** Whether a client that sticks to it may come now. */
  get admitsClients(): boolean {
    return this.keepsClients && this.openConnections < this.maxConnections;
  }

  /** @param reason - why it is down, in words, if that is known */
  found(healthy: boolean, reason: string | undefined): void {
    this.healthy = healthy;
    this.observed = true;
    this.downReason = healthy ? undefined : reason;
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

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadWeight(name: string, weight: number): void {
  if (!Number.isInteger(weight) || weight < 1 || weight > MAX_WEIGHT)
    throw optionError(`weight ${weight} of backend ${name} is out of range: use 1 to ${MAX_WEIGHT}`);
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadLimit(limit: number): void {
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 1))
    throw optionError(`limit ${limit} is out of range: use an integer from 1 up`);
}
