import { isDeepStrictEqual } from 'node:util';
import { writtenWhole } from '../discovery/entries.js';
import { isLive } from '../control/live-settings.js';
import type { ConfiguredAlgorithm, Reconfiguration } from '../control/reconfiguration.js';
import type { BalancerSnapshot } from '../control/snapshot.js';
import { isAlgorithmPath } from '../schedulers/algorithm-path.js';
import { keyOf } from '../schema/library.js';
import type { Option, OptionTable } from '../schema/option.js';
import { BACKEND_LISTS, lookUpsOf, optionsOf, withLookUpsOf, type Configuration } from './configuration.js';
import { effectOf } from './effects.js';
import { planOf, type EndedOverride, type PlannedChange, type ReloadPlan } from './plan.js';
import { planBackends } from './plan-backends.js';
import { optionText } from '../schema/option-text.js';

/** A plan, and what carries it out. */
export interface PlannedReload {
  readonly plan: ReloadPlan;
  readonly change: Reconfiguration;
  /** What is applied then: the new configuration, without what needs a restart. */
  readonly applied: Configuration;
}

const ALGORITHM = ['algorithm', 'choices', 'sample', 'ewma-decay'];

/**
 * What a new configuration changes of a balancer. Pure: it changes nothing.
 *
 * @param table - of all options
 * @param applied - the configuration that was applied last
 * @param running - how the balancer stands
 */
export function planReload(
  table: OptionTable,
  applied: Configuration,
  next: Configuration,
  running: BalancerSnapshot,
): PlannedReload {
  const backends = planBackends(applied, next, running.backends);
  const changed = Object.entries(optionsOf(table)).filter(
    ([name]) => !isBackendList(name) && !isDeepStrictEqual(applied[name], next[name]),
  );
  const isFixed = needsRestart(next);
  const rows = changed.map(([name, option]) => rowOf(name, option, { applied, next, running, isFixed }));
  const isChanged = (name: string): boolean => rows.some((row) => row.key === name && !row.needsRestart);
  const settings = changed
    .filter(([name]) => isChanged(name) && !ALGORITHM.includes(name))
    .map(([name, option]) => [keyOf(name, option), next[name]] as const);
  const kept = rows.filter((row) => row.needsRestart).map(({ key }) => [key, applied[key]] as const);
  return {
    plan: planOf([...backends.changes, ...lookUpRows(applied, next), ...rows]),
    change: {
      ...backends.change,
      ...(ALGORITHM.some(isChanged) && { algorithm: algorithmOf(next) }),
      settings: Object.fromEntries(settings),
    },
    applied: withLookUpsOf({ ...next, ...Object.fromEntries(kept) }, applied),
  };
}

function isBackendList(name: string): boolean {
  return (BACKEND_LISTS as readonly string[]).includes(name);
}

/** What is looked up in DNS is settled at the start. */
function lookUpRows(applied: Configuration, next: Configuration): PlannedChange[] {
  return BACKEND_LISTS.flatMap((key) => {
    const [from, to] = [applied, next].map(
      (each) => lookUpsOf(each, key).map(writtenWhole).join(',') || null,
    );
    if (from === to) return [];
    const effect = 'needs a restart';
    return [{ key, backend: null, from: from ?? null, to: to ?? null, effect, needsRestart: true }];
  });
}

interface Between {
  readonly applied: Configuration;
  readonly next: Configuration;
  readonly running: BalancerSnapshot;
  readonly isFixed: (name: string, key: string) => boolean;
}

/** Tells what cannot change while the balancer runs: an algorithm of one's own is handed to the brain at its start. */
function needsRestart({ algorithm }: Configuration): Between['isFixed'] {
  const isOwn = isAlgorithmPath(String(algorithm));
  return (name, key) => (ALGORITHM.includes(name) ? isOwn : !isLive(key));
}

function rowOf(name: string, option: Option<unknown>, between: Between): PlannedChange {
  const { applied, next, running, isFixed } = between;
  const key = keyOf(name, option);
  const isRestart = isFixed(name, key);
  const [from, to] = [optionText(option, applied[name]), optionText(option, next[name])];
  const effect = isRestart
    ? 'needs a restart'
    : isLive(key)
      ? effectOf(key)
      : 'a new scheduler decides, at once';
  const ended = isRestart ? undefined : overrideOf(running, key);
  const row = { key: name, backend: null, from, to, effect, needsRestart: isRestart };
  return ended === undefined ? row : { ...row, endsOverride: ended };
}

function overrideOf({ operator }: BalancerSnapshot, key: string): EndedOverride | undefined {
  const { by, since } = operator;
  const value = (operator as unknown as Readonly<Record<string, unknown>>)[key] ?? null;
  return value === null ? undefined : { value, by, since };
}

function algorithmOf(values: Configuration): ConfiguredAlgorithm {
  const { algorithm, choices, sample } = values;
  return {
    name: algorithm as string,
    choices: choices as number,
    sample: sample as ConfiguredAlgorithm['sample'],
    ewmaDecayMs: values['ewma-decay'] as number,
  };
}
