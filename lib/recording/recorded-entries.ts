import type { Entries, Entry } from '../routing/journal.js';
import { withoutMark } from './beginning.js';
import type { RecordingHeader } from './format.js';
import { parseLine } from './parse-line.js';
import { isEntryName, readEntry } from './read-entry.js';
import { readHeader } from './read-header.js';
import { quoted, recordingError, type MakeRecordingError } from './recording-error.js';

type EntryName = keyof Entries;

/** An entry that was asked for. */
export interface RecordedEntry<Name extends EntryName = EntryName> {
  readonly entry: Extract<Entry, readonly [Name, ...unknown[]]>;
  /** From 1 up; the header has the first. */
  readonly line: number;
  readonly errorOf: MakeRecordingError;
}

/** The whole text of a recording, of which only entries of some kinds are wanted. */
export interface RecordedEntries {
  readonly header: RecordingHeader;
  /** Whether the last line was cut short, as a balancer that is killed leaves it. It is left out. */
  readonly isCut: boolean;
  /**
   * The entries of these kinds, in order. Of others no more is looked at than their beginning and end.
   *
   * @throws LbsimError `ERR_RECORDING` for a line that is not an entry
   */
  readonly entries: <Name extends EntryName>(...wanted: readonly Name[]) => Generator<RecordedEntry<Name>>;
}

/**
 * @param name - of the recording, for the error
 * @throws LbsimError `ERR_RECORDING` for a header that is none, or a last line that is neither an entry nor the beginning of one
 */
export function recordedEntries(text: string, name: string): RecordedEntries {
  const [first = '', ...lines] = withoutMark(text).split('\n');
  const errorAt =
    (line: number): MakeRecordingError =>
    (wrong, cause) =>
      recordingError(name, line, wrong, cause);
  const header = readHeader(parseLine(first, name, 1), errorAt(1));
  const isCut = endsCut(lines, name);
  if (isCut) lines.pop();
  return {
    header,
    isCut,
    *entries(...wanted) {
      const names = new Set<string>(wanted);
      let backends = header.backends.length;
      for (const [index, line] of lines.entries()) {
        if (line === '') continue;
        const [number, errorOf] = [index + 2, errorAt(index + 2)];
        const begun = nameOf(line);
        if (begun !== undefined && !names.has(begun) && begun !== 'added') continue;
        const value = parseLine(line, name, number);
        const itsName: unknown = Array.isArray(value) ? value[0] : undefined;
        if (!isEntryName(itsName)) throw errorOf(`${quoted(value)} is not an entry of a recording`);
        if (!names.has(itsName) && itsName !== 'added') continue;
        const entry = readEntry(value, backends, errorOf);
        if (itsName === 'added') backends++;
        if (names.has(itsName))
          yield { entry, line: number, errorOf } as RecordedEntry<(typeof wanted)[number]>;
      }
    },
  };
}

/** What the line is an entry of, as far as its beginning and end tell; undefined where they do not. */
function nameOf(line: string): EntryName | undefined {
  if (!line.startsWith('["') || !line.endsWith(']')) return undefined;
  const name = line.slice(2, line.indexOf('"', 2));
  return isEntryName(name) ? name : undefined;
}

/** Whether the last of the lines, which has no line end, is the beginning of an entry. */
function endsCut(lines: readonly string[], name: string): boolean {
  const last = lines.at(-1) ?? '';
  if (last === '') return false;
  try {
    parseLine(last, name, lines.length + 1);
    return false;
  } catch (error) {
    if (last.startsWith('[')) return true;
    throw error;
  }
}
