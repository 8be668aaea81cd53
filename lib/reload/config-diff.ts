import type { BackendSnapshot, BalancerSnapshot } from '../control/snapshot.js';
import { keyOf } from '../schema/library.js';
import { backendText } from './backend-text.js';
import { backendsOf, type Configuration } from './configuration.js';
import type { OptionTable } from '../schema/option.js';
import { isFound, isLeaving } from './effective-config.js';
import { planReload } from './plan-reload.js';
import { optionText } from '../schema/option-text.js';

/** A value of which the file, the configuration that was applied, and the operator do not say the same. Plain JSON. */
export interface ConfigDifference {
  readonly key: string;
  readonly backend: string | null;
  /** What the file says now; null for nothing. */
  readonly file: string | null;
  /** What was applied. */
  readonly config: string | null;
  /** What the operator has made of it; null where the operator has changed nothing. */
  readonly operator: string | null;
  readonly by: string | null;
  readonly since: string | null;
}

type Said = Pick<ConfigDifference, 'key' | 'backend' | 'config' | 'operator' | 'by' | 'since'>;

/** @param file - what the file says now; without one, the configuration that was applied */
export function configDiff(
  table: OptionTable,
  applied: Configuration,
  file: Configuration,
  running: BalancerSnapshot,
): readonly ConfigDifference[] {
  const { changes } = planReload(table, applied, file, running).plan;
  const said = [...balancerOverrides(table, applied, running), ...backendOverrides(applied, running)];
  const differs = said.map((each) => {
    const change = changes.find(({ key, backend }) => key === each.key && backend === each.backend);
    return { ...each, file: change === undefined ? each.config : change.to };
  });
  const others = changes
    .filter(({ key, backend }) => !said.some((each) => each.key === key && each.backend === backend))
    .map(({ key, backend, from, to }) => ({
      ...{ key, backend, config: from, file: to },
      ...{ operator: null, by: null, since: null },
    }));
  return [...differs, ...others];
}

function balancerOverrides(
  table: OptionTable,
  applied: Configuration,
  { operator }: BalancerSnapshot,
): Said[] {
  const values = operator as unknown as Readonly<Record<string, unknown>>;
  const { by, since } = operator;
  return Object.entries(table).flatMap(([key, option]) => {
    const value = values[keyOf(key, option)] ?? null;
    if (value === null) return [];
    const text = value === 'unlimited' ? value : optionText(option, value);
    return [{ key, backend: null, config: optionText(option, applied[key]), operator: text, by, since }];
  });
}

function backendOverrides(applied: Configuration, { backends }: BalancerSnapshot): Said[] {
  const configured = new Map(backendsOf(applied).map((spec) => [spec.name, spec]));
  const present = new Set(backends.map(({ name }) => name));
  const gone = [...configured.values()]
    .filter(({ name }) => !present.has(name))
    .map((spec) => ({
      ...{ key: 'backends', backend: spec.name, config: backendText(spec) },
      ...{ operator: 'removed', by: null, since: null },
    }));
  const changed = backends
    .filter((backend) => !isLeaving(backend))
    .flatMap((backend): Said[] => {
      const spec = configured.get(backend.name);
      const operator = saidOf(backend, spec === undefined && !isFound(backend));
      if (operator === null) return [];
      const { by, since } = backend.operator;
      const key = backend.backup ? 'backup' : 'backends';
      return [{ key, backend: backend.name, config: spec ? backendText(spec) : null, operator, by, since }];
    });
  return [...gone, ...changed];
}

/** In words: `weight 5, drain`. */
function saidOf(backend: BackendSnapshot, isAdded: boolean): string | null {
  const { weight, admin, maxConnections } = backend.operator;
  const words = [
    ...(isAdded ? [`added ${backendText(backend)}`] : []),
    ...(weight === null ? [] : [`weight ${weight}`]),
    ...(maxConnections === null ? [] : [`limit ${maxConnections}`]),
    ...(admin === null ? [] : [admin]),
  ];
  return words.length === 0 ? null : words.join(', ');
}
