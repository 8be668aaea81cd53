import { ORIGINS } from '../discovery/entries.js';
import { LIVE_SETTINGS, type LiveSettings } from './live-settings.js';
import type { AdminState, Backend } from '../routing/backend.js';

/**
 * Where a backend comes from: `config`, it was there from the start; `operator`, it was added while the balancer runs; or it was
 * found, by a name in DNS, by SRV records or in a file.
 */
export const BACKEND_SOURCES = ['config', 'operator', ...ORIGINS] as const;
export type BackendSource = (typeof BACKEND_SOURCES)[number];

/** What the operator has changed of one backend since the start; null is what was not changed, or was undone. Plain JSON. */
export interface BackendOverrides {
  readonly admin: Exclude<AdminState, 'ready'> | null;
  readonly weight: number | null;
  readonly maxConnections: number | 'unlimited' | null;
  /** When the last of them was made that is in force, in RFC 3339; null when there is none. */
  readonly since: string | null;
  /** Who made it, if that was said. */
  readonly by: string | null;
}

/** Time and author of an override. */
type Signature = Pick<BackendOverrides, 'since' | 'by'>;
/** Overrides, each of them signed: the newest signature is that of all. */
interface Signed<T> {
  readonly values: T;
  readonly signatures: ReadonlyMap<string, Signature>;
}

/** Settings as JSON, which has no Infinity. */
export type SettingsAsJson<Absent = never> = {
  readonly [Name in keyof LiveSettings]:
    (LiveSettings[Name] extends number ? number | 'unlimited' : LiveSettings[Name]) | Absent;
};

/** Same of the balancer itself. */
export interface BalancerOverrides extends SettingsAsJson<null> {
  readonly algorithm: string | null;
  readonly since: string | null;
  readonly by: string | null;
}

const UNSIGNED: Signature = { since: null, by: null };
const NO_SETTINGS = Object.fromEntries(LIVE_SETTINGS.map((name) => [name, null])) as SettingsAsJson<null>;
const NO_OVERRIDES: Signed<BackendOverrides> = {
  values: { admin: null, weight: null, maxConnections: null, ...UNSIGNED },
  signatures: new Map(),
};

/** What the operator has changed while the balancer runs, beside what the configuration says. */
export class Overrides {
  /** Changes of configuration and overrides so far; what is observed does not count. */
  generation = 1;
  #balancer: Signed<BalancerOverrides> = {
    values: { algorithm: null, ...NO_SETTINGS, ...UNSIGNED },
    signatures: new Map(),
  };
  readonly #backends = new WeakMap<Backend, Signed<BackendOverrides>>();
  /** The weights of those whose weight was changed. */
  readonly #weights = new WeakMap<Backend, number>();
  /** Where those come from that joined while the balancer runs. */
  readonly #sources = new WeakMap<Backend, BackendSource>();

  get balancer(): BalancerOverrides {
    return this.#balancer.values;
  }

  of(backend: Backend): BackendOverrides {
    return this.#signed(backend).values;
  }

  /** The weight that the configuration gives the backend. */
  weightOf(backend: Backend): number {
    return this.#weights.get(backend) ?? backend.givenWeight;
  }

  /** The configuration gives the backend this weight from now on, which ends an override; to be told before it changes. */
  configureWeight(backend: Backend, weight: number): void {
    this.#weights.set(backend, weight);
    this.change(backend, { weight: null }, undefined);
    this.generation++;
  }

  /** The backend is one of the configuration's. */
  adopted(backend: Backend): void {
    this.#sources.delete(backend);
    this.generation++;
  }

  /** What holds for one backend holds for another, which takes its place. */
  inherited(from: Backend, to: Backend): void {
    this.#backends.set(to, this.#signed(from));
  }

  sourceOf(backend: Backend): BackendSource {
    return this.#sources.get(backend) ?? 'config';
  }

  /** A backend joined. */
  added(backend: Backend, source: BackendSource): void {
    this.#sources.set(backend, source);
    this.generation++;
  }

  /** A backend is gone. */
  removed(): void {
    this.generation++;
  }

  /** To be told before the weight changes. @returns whether anything is different now */
  change(backend: Backend, change: Partial<BackendOverrides>, by: string | undefined): boolean {
    if (change.weight !== undefined) this.#weights.set(backend, this.weightOf(backend));
    const before = this.#signed(backend);
    const after = changed(before, change, by);
    if (after === before) return false;
    this.#backends.set(backend, after);
    this.generation++;
    return true;
  }

  /** Same for the balancer. */
  changeBalancer(change: Partial<BalancerOverrides>, by: string | undefined): boolean {
    const after = changed(this.#balancer, change, by);
    if (after === this.#balancer) return false;
    this.#balancer = after;
    this.generation++;
    return true;
  }

  #signed(backend: Backend): Signed<BackendOverrides> {
    return this.#backends.get(backend) ?? NO_OVERRIDES;
  }
}

/** A value as overrides have it. */
export function limitOverride<T>(limit: T): T | 'unlimited' {
  return limit === Infinity ? 'unlimited' : limit;
}

export function settingsAsJson(settings: LiveSettings): SettingsAsJson {
  const values = Object.entries(settings).map(([name, value]) => [name, limitOverride(value)] as const);
  return Object.fromEntries(values) as unknown as SettingsAsJson;
}

/** @returns the same when nothing is different; an override that has ended takes its signature along, and no other's */
function changed<T extends BackendOverrides | BalancerOverrides>(
  before: Signed<T>,
  change: Partial<T>,
  by: string | undefined,
): Signed<T> {
  const { values, signatures } = before;
  const different = Object.keys(change).filter((name) => values[name as keyof T] !== change[name as keyof T]);
  if (different.length === 0) return before;
  const kept = [...signatures].filter(([name]) => !different.includes(name));
  const signature: Signature = { since: new Date().toISOString(), by: by ?? null };
  const made = different
    .filter((name) => change[name as keyof T] !== null)
    .map((name) => [name, signature] as const);
  const all = [...kept, ...made]; // the newest last
  const [, newest] = all.at(-1) ?? ['', UNSIGNED];
  return { values: { ...values, ...change, ...newest }, signatures: new Map(all) };
}
