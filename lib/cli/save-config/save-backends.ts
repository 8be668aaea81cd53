import { isDeepStrictEqual } from 'node:util';
import type { BackendEntry } from '../../discovery/entries.js';
import { BACKEND_LISTS } from '../../reload/configuration.js';
import {
  namedBy,
  specOf,
  type FileEntry,
  type BackendsKey,
  type Named,
  type Spec,
} from './backend-places.js';
import type { ConfigText, Path } from './config-text.js';
import type { Settings } from './read-settings.js';

interface Wanted extends Named {
  readonly list: BackendsKey;
}

/** What a file names. */
interface Present extends Named {
  /** As what it stays. */
  readonly wanted: Wanted | undefined;
}

/** Changes the backends that differ, takes out those that are not in force, and adds those that are missing. */
export function saveBackends(
  text: ConfigText,
  file: Settings,
  settings: Readonly<Record<string, unknown>>,
): void {
  const all = BACKEND_LISTS.flatMap((list) => wantedIn(list, settings[list]));
  const kept = new Set<Wanted | undefined>();
  const items = BACKEND_LISTS.map((list) => ({ list, present: presentIn(list, file, all) }));
  for (const { wanted } of items.flatMap(({ present }) => present).flat()) kept.add(wanted);
  for (const { list, present } of items) {
    const missing = all.filter((each) => each.list === list && !kept.has(each)).map(({ entry }) => entry);
    saveList(text, file, list, present, missing);
  }
}

/** Whether two configurations name the same backends. */
export function haveSameBackends(one: Settings, other: Settings): boolean {
  return isDeepStrictEqual(specsOf(one), specsOf(other));
}

function specsOf({ values }: Settings): ReadonlyMap<string, Spec> {
  const specs = BACKEND_LISTS.flatMap((list) =>
    ((values[list] ?? []) as readonly BackendEntry[]).map((entry) => specOf(list, entry)),
  );
  return new Map(specs.map((spec) => [spec.name, spec]));
}

function wantedIn(list: BackendsKey, entries: unknown): readonly Wanted[] {
  const named = ((entries ?? []) as readonly FileEntry[]).flatMap((entry) => namedBy(list, entry));
  return named.map((each) => ({ ...each, list }));
}

/** What each item of a list of the file names; nothing where one of them is wrong. */
function presentIn(
  list: BackendsKey,
  file: Settings,
  all: readonly Wanted[],
): readonly (readonly Present[])[] {
  return (file.itemsOf(list) ?? []).map((item) =>
    namedBy(list, item).map((named) => {
      const { name, backup } = named.spec;
      const wanted = all.find(({ spec }) => spec.name === name && spec.backup === backup);
      return { ...named, wanted };
    }),
  );
}

function saveList(
  text: ConfigText,
  file: Settings,
  list: BackendsKey,
  present: readonly (readonly Present[])[],
  missing: readonly FileEntry[],
): void {
  const entries = [...present.flat().flatMap(entryNow), ...missing];
  if (entries.length === 0) {
    if (file.has(list)) text.delete([list]);
  } else if (present.length === 0) {
    text.set([list], missing);
  } else if (file.isList(list)) {
    for (const entry of missing) text.append([list], entry);
    for (const [index, item] of [...present.entries()].toReversed()) saveItem(text, [list, index], item);
  } else if (missing.length > 0 || present.flat().some(differs)) {
    text.set([list], joined(entries));
  }
}

function saveItem(text: ConfigText, path: Path, item: readonly Present[]): void {
  const [{ entry, spec, wanted } = {}] = item;
  if (!item.some(differs)) return;
  const entries = item.flatMap(entryNow);
  if (entries.length === 0) text.delete(path);
  else if (typeof entry === 'string' || spec === undefined || wanted === undefined)
    text.set(path, joined(entries));
  else
    for (const key of ['host', 'port', 'weight'] as const)
      if (spec[key] !== wanted.spec[key]) text.set([...path, key], wanted.spec[key]);
}

function differs({ spec, wanted }: Present): boolean {
  return !isDeepStrictEqual(spec, wanted?.spec);
}

/** As the file is to have it: as it is, unless it differs. */
function entryNow(present: Present): readonly FileEntry[] {
  if (present.wanted === undefined) return [];
  return [differs(present) ? present.wanted.entry : present.entry];
}

/** One text, if all are texts. */
function joined(entries: readonly FileEntry[]): unknown {
  if (entries.every((entry) => typeof entry === 'string')) return entries.join(',');
  return entries.length === 1 ? entries[0] : entries;
}
