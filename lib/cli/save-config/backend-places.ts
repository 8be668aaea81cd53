import { backendList } from '../../control/backend-list.js';
import { isLookedUp, writtenWhole, type BackendEntry } from '../../discovery/entries.js';
import { backendsOf, type BACKEND_LISTS } from '../../reload/configuration.js';
import type { BackendSpec } from '../../routing/backend.js';
import { option } from '../../schema/option.js';
import { together, type Item } from '../options/config-file.js';

export type BackendsKey = (typeof BACKEND_LISTS)[number];
/** As a file has it. */
export type FileEntry = Item['given'];
export type Spec = Required<BackendSpec>;

/** A backend, or where backends are looked up, that an entry of a file names. */
export interface Named {
  readonly entry: FileEntry;
  readonly spec: Spec;
}

const BACKENDS = option(backendList, [], '');

/** What one item of a list names, in its order: a text may name several. */
export function namedBy(list: BackendsKey, item: FileEntry): readonly Named[] {
  const entries = typeof item === 'string' ? item.split(',').map((each) => each.trim()) : [item];
  return entries.flatMap((entry) =>
    (together(list, [entry], BACKENDS) as readonly BackendEntry[]).map((read) => ({
      entry,
      spec: specOf(list, read),
    })),
  );
}

/** What is looked up is named as it is written. */
export function specOf(list: BackendsKey, entry: BackendEntry): Spec {
  if (!isLookedUp(entry)) return backendsOf({ [list]: [entry] })[0] as Spec;
  return { name: writtenWhole(entry), host: '', port: 0, weight: 1, backup: list === 'backup' };
}
