import { LbsimError, optionError } from '../errors.js';
import { loadWithRoom } from '../load-with-room.js';
import { shown } from '../option-shape.js';
import { Backend, type BackendSpec } from '../routing/backend.js';
import type { Kind } from '../schema/kind.js';
import { readParts } from '../schema/parts.js';
import { isLookedUp, type BackendEntry } from './entries.js';
import type { BackendsFileError } from './events.js';
import type { Target } from './target.js';

type EntryKind = Kind<readonly BackendEntry[]>;
type Place = Pick<BackendsFileError, 'line' | 'column'>;

/** What one place of a document gives. */
interface Item {
  readonly place: Place;
  readonly read: () => readonly BackendEntry[];
}

/** What a document says: backends, or all that is wrong with it. */
export interface BackendsDocument {
  readonly targets: readonly Target[];
  readonly errors: readonly BackendsFileError[];
}

/** A document that is a list or a map in YAML or JSON; `[::1]:80` begins a line. */
const YAML = /^(?:-(?:\s|--|$)|\{|\[(?![^[\]\s,"']*:[^[\]\s,"']*\]:)|[\w-]+:\s*$)/m;
const COMMENT = /^\s*(?:#.*)?$/;

/**
 * Reads backends: lines such as `B1=10.0.0.5:8080@3`, where `#` begins a comment; a list of those or of objects in YAML or JSON;
 * or a list of `{"targets":["10.0.0.5:8080"]}`, Prometheus' `file_sd`, whose labels mean nothing here. A list without items is
 * one of no backends; a document without content is an error, for it may be half written.
 *
 * @param kind - how a backend is written
 */
export async function readBackends(text: string, kind: EntryKind): Promise<BackendsDocument> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [first] = lines.filter((line) => !COMMENT.test(line));
  if (first === undefined) {
    const message = 'it is empty: write a backend a line, or [] for none';
    return { targets: [], errors: [{ line: 1, column: 1, message }] };
  }
  if (!YAML.test(first)) return targetsOf(itemsOfLines(lines, kind), []);
  const { parseYaml } = await loadWithRoom(() => import('../yaml-document.js'));
  const { value, problems, placeAlong } = parseYaml(text, () => true);
  if (problems.length > 0) return { targets: [], errors: problems };
  if (!Array.isArray(value)) {
    const message = `it is ${shown(value)}: write a list of backends`;
    return { targets: [], errors: [{ ...placeAlong([]), message }] };
  }
  const errors: BackendsFileError[] = [];
  const items = value.flatMap((entry: unknown, index) =>
    itemsOf(entry, [index], { kind, placeAlong, errors }),
  );
  return targetsOf(items, errors);
}

function itemsOfLines(lines: readonly string[], kind: EntryKind): Item[] {
  return lines.flatMap((line, index) => {
    if (COMMENT.test(line)) return [];
    const written = line.replace(/\s#.*$/, '').trim();
    const place = { line: index + 1, column: line.search(/\S/) + 1 };
    return [{ place, read: () => kind.parse(written) }];
  });
}

interface Reading {
  readonly kind: EntryKind;
  readonly placeAlong: (path: readonly (string | number)[]) => Place;
  /** To be told of what is wrong with an entry as a whole. */
  readonly errors: BackendsFileError[];
}

/** Of an entry of a list. */
function itemsOf(entry: unknown, path: readonly (string | number)[], reading: Reading): Item[] {
  const { kind, placeAlong, errors } = reading;
  const place = placeAlong(path);
  if (typeof entry === 'string') return [{ place, read: () => kind.parse(entry) }];
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    errors.push({ ...place, message: `${shown(entry)} is not a backend: write host:port` });
    return [];
  }
  if ('targets' in entry) {
    if (!Array.isArray(entry.targets)) {
      errors.push({ ...placeAlong([...path, 'targets']), message: notTargets(entry.targets) });
      return [];
    }
    return entry.targets.flatMap((target: unknown, index) =>
      itemsOf(target, [...path, 'targets', index], reading),
    );
  }
  const given = entry as Readonly<Record<string, unknown>>;
  const read = kind.parts && readParts(given, kind.parts(given));
  errors.push(...(read?.errors ?? []).map((message) => ({ ...place, message })));
  return read?.errors.length === 0 ? [{ place, read: () => [read.value as unknown as BackendSpec] }] : [];
}

function notTargets(targets: unknown): string {
  const written = typeof targets === 'string' ? targets : '10.0.0.5:8080';
  return `targets is ${shown(targets)}, not a list: write ["${written}"]`;
}

function targetsOf(items: readonly Item[], before: readonly BackendsFileError[]): BackendsDocument {
  const errors = [...before];
  const targets: Target[] = [];
  const names = new Set<string>();
  /** Which has it. */
  const addresses = new Map<string, string>();
  for (const { place, read } of items) {
    try {
      for (const entry of read()) {
        const target = targetOf(entry);
        const address = `${target.host} ${target.port}`;
        const first = names.has(target.name) ? undefined : addresses.get(address);
        const whose = first === undefined ? '' : `it has the address of ${first}; `;
        if (names.has(target.name) || first !== undefined)
          errors.push({
            ...place,
            message: `duplicate backend ${target.name}: ${whose}list each backend once`,
          });
        names.add(target.name);
        if (!addresses.has(address)) addresses.set(address, target.name);
        targets.push(target);
      }
    } catch (error) {
      if (!(error instanceof LbsimError)) throw error;
      errors.push({ ...place, message: error.message });
    }
  }
  errors.sort((one, other) => one.line - other.line || one.column - other.column);
  return { targets: errors.length === 0 ? targets : [], errors };
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
function targetOf(entry: BackendEntry): Target {
  if (isLookedUp(entry))
    throw optionError('a name in DNS is an option, not a line of a file: use --backends');
  const { name, host, port, givenWeight: weight, backup } = new Backend(0, entry);
  return { name, host, port, weight, backup };
}
