import type {
  LabMember,
  LabView,
  MemberInfo,
  MemberState,
  OperatorWord,
  OperatorWords,
  SessionNotice,
} from '../shared-store.js';
import { LabKeys } from './keys.js';

/** A hash or a sorted set as the store answers it: names and values in turn. */
type Flat = readonly string[];

/** What the script `BEAT` answers. */
export type BeatAnswer = readonly [
  ages: Flat,
  members: Flat,
  notices: readonly Flat[],
  cursor: string,
  words: Flat,
  since: string,
];

/** Whether the script `BEAT` answers the JSON of another balancer that has the id. */
export function isTaken(answer: unknown): answer is readonly [json: string] {
  return Array.isArray(answer) && answer.length === 1;
}

/** How a member describes itself; undefined where another version writes it otherwise. */
export function infoOf(json: string): MemberInfo | undefined {
  return parsed<MemberState>(json)?.info;
}

export function labViewOf([ages, members, notices, cursor, words, since]: BeatAnswer): LabView {
  const states = new Map(pairs(members));
  return {
    members: pairs(ages).flatMap(([id, age]) => memberOf(id, Number(age), states.get(id))),
    notices: notices.map(noticeOf),
    cursor,
    since,
    words: wordsOf(words),
  };
}

/** Of a member that cannot be read, as another version may write it, nothing is known. */
function memberOf(id: string, ageMs: number, json: string | undefined): LabMember[] {
  if (json === undefined) return [];
  const { info, open = {}, health = {} } = parsed<MemberState>(json) ?? {};
  return info === undefined ? [] : [{ id, ageMs, info, open, health }];
}

function noticeOf(fields: Flat): SessionNotice {
  const { change, key, backend, by = '' } = Object.fromEntries(pairs(fields));
  const orNull = (text: string | undefined): string | null =>
    text === undefined || text === '' ? null : text;
  return { change: change as SessionNotice['change'], key: orNull(key), backend: orNull(backend), by };
}

function wordsOf(words: Flat): OperatorWords | undefined {
  if (words.length === 0) return undefined;
  const fields = pairs(words);
  const backends: [name: string, word: OperatorWord][] = [];
  const unreadable: string[] = [];
  for (const [field, json] of fields) {
    const backend = LabKeys.backendOf(field);
    if (backend === undefined) continue;
    const word = parsed<OperatorWord>(json);
    if (word === undefined) unreadable.push(backend);
    else backends.push([backend, word]);
  }
  const revision = Number(new Map(fields).get('revision') ?? 0);
  return { revision, backends: Object.fromEntries(backends), unreadable };
}

/** The object that is written there; undefined where there is something else. */
function parsed<T extends object>(json: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function pairs(flat: Flat): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([flat[at] ?? '', flat[at + 1] ?? '']);
  return found;
}
