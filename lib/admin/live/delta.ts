import type { BackendView } from '../backend-view.js';
import type { BalancerView } from '../balancer-views.js';

/** A backend of a {@link Delta}: its name, and those of its parts that have changed, each whole. */
export type BackendDelta = Pick<BackendView, 'name'> & Partial<BackendView>;

/** What has changed between two views of a balancer: whole parts, of backends those that have changed. */
export interface Delta extends Partial<Omit<BalancerView, 'backends'>> {
  readonly backends?: readonly BackendDelta[];
  /** Names of all backends, when they are others than before, or in another order. */
  readonly names?: readonly string[];
}

/** How long it is until the next probe differs each time one looks; that alone is no change. */
const PASSING = 'nextProbeInMs';

/** @returns undefined when nothing has changed */
export function deltaOf(before: BalancerView, after: BalancerView): Delta | undefined {
  const { backends: old, ...rest } = before;
  const { backends, ...now } = after;
  const known = new Map(old.map((backend) => [backend.name, backend]));
  const changed = backends
    .map((backend) => backendDelta(known.get(backend.name), backend))
    .filter((delta) => delta !== undefined);
  const names = backends.map(({ name }) => name);
  const isSameList = names.length === old.length && old.every(({ name }, index) => name === names[index]);
  const delta: Delta = {
    ...changesOf(rest, now),
    ...(changed.length > 0 && { backends: changed }),
    ...(!isSameList && { names }),
  };
  return Object.keys(delta).length === 0 ? undefined : delta;
}

function backendDelta(before: BackendView | undefined, after: BackendView): BackendDelta | undefined {
  if (before === undefined) return after;
  const changes = changesOf(before, after);
  return Object.keys(changes).length === 0 ? undefined : { name: after.name, ...changes };
}

function changesOf<T extends object>(before: T, after: T): Partial<T> {
  const names = Object.keys(after) as (keyof T)[];
  const changed = names.filter((name) => textOf(before[name]) !== textOf(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<T>;
}

function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (key, part: unknown) => (key === PASSING ? undefined : part));
}
