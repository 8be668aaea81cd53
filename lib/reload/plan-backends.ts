import type { ConfiguredBackend, Reconfiguration } from '../control/reconfiguration.js';
import type { BackendSnapshot } from '../control/snapshot.js';
import type { BackendSpec } from '../routing/backend.js';
import { backendText } from './backend-text.js';
import { backendsOf, type Configuration } from './configuration.js';
import type { EndedOverride, PlannedChange } from './plan.js';

type Spec = Required<BackendSpec>;
type Running = readonly BackendSnapshot[];

/** What becomes of the backends. */
export interface BackendsPlan {
  readonly changes: readonly PlannedChange[];
  readonly change: Required<Pick<Reconfiguration, 'added' | 'removed' | 'changed'>>;
}

/** A backend is known by its name. One that the operator has removed stays away, unless its address is another. */
export function planBackends(applied: Configuration, next: Configuration, running: Running): BackendsPlan {
  const before = new Map(backendsOf(applied).map((spec) => [spec.name, spec]));
  const after = new Map(backendsOf(next).map((spec) => [spec.name, spec]));
  const present = new Map(running.map((backend) => [backend.name, backend]));
  const planned = [...after.values()].map((spec) =>
    planBackend(before.get(spec.name), spec, present.get(spec.name)),
  );
  const leaving = [...before.values()].filter(({ name }) => !after.has(name) && present.has(name));
  return {
    changes: [...planned.flatMap(({ changes }) => changes), ...leaving.map(removal)],
    change: {
      added: planned.flatMap(({ added = [] }) => added),
      removed: leaving.map(({ name }) => name),
      changed: planned.flatMap(({ changed = [] }) => changed),
    },
  };
}

interface BackendPlan {
  readonly changes: readonly PlannedChange[];
  readonly added?: Spec;
  readonly changed?: ConfiguredBackend;
}

function planBackend(
  before: Spec | undefined,
  after: Spec,
  present: BackendSnapshot | undefined,
): BackendPlan {
  const { name, weight, backup } = after;
  if (before === undefined && present !== undefined && isAt(after, present))
    return {
      changes: [row(after, null, backendText(after), 'is one of the configuration', overrideOf(present))],
      changed: { name, weight, backup },
    };
  if (before === undefined || !isAt(after, before)) {
    const effect =
      before === undefined
        ? 'joins: used once a probe has found it up'
        : 'another address: used once a probe has found it up; its old connections are kept';
    return {
      changes: [row(after, before === undefined ? null : backendText(before), backendText(after), effect)],
      added: after,
    };
  }
  if (present === undefined) return { changes: [] };
  const isWeight = weight !== before.weight;
  const isBackup = backup !== before.backup;
  const [from, to] = [backendText(before), backendText(after)];
  return {
    changes: [
      ...(isWeight ? [row(after, from, to, `weight ${weight}, at once`, overrideOf(present))] : []),
      ...(isBackup
        ? [row(after, from, to, backup ? 'a backup, at once' : 'no backup any more, at once')]
        : []),
    ],
    ...((isWeight || isBackup) && {
      changed: { name, ...(isWeight && { weight }), ...(isBackup && { backup }) },
    }),
  };
}

function removal(spec: Spec): PlannedChange {
  return row(
    spec,
    backendText(spec),
    null,
    'leaves: no new clients, gone once its last connection has ended',
  );
}

function row(
  { name, backup }: Spec,
  from: string | null,
  to: string | null,
  effect: string,
  ended?: EndedOverride,
): PlannedChange {
  const key = backup ? 'backup' : 'backends';
  return { key, backend: name, from, to, effect, needsRestart: false, ...(ended && { endsOverride: ended }) };
}

function overrideOf({ operator: { weight, by, since } }: BackendSnapshot): EndedOverride | undefined {
  return weight === null ? undefined : { value: weight, by, since };
}

function isAt(spec: Spec, other: Pick<BackendSpec, 'host' | 'port'>): boolean {
  return spec.host === other.host && spec.port === other.port;
}
