import type { BackendView, BalancerView, Delta } from './model.js';

/** A view with what has changed. */
export function applyDelta(view: BalancerView, delta: Delta): BalancerView {
  const { backends = [], names, ...rest } = delta;
  const news = new Map(backends.map((backend) => [backend.name, backend]));
  const known = new Map(view.backends.map((backend) => [backend.name, backend]));
  const all = (names ?? [...known.keys()]).map((name) => {
    const change = news.get(name);
    const before = known.get(name);
    return change === undefined ? before : ({ ...before, ...change } as BackendView);
  });
  return { ...view, ...rest, backends: all.filter((backend) => backend !== undefined) };
}
