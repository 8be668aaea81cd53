import { printable } from '../printable.js';

/** Bytes that are shown of what was expected, and of what came. */
const SHOWN_BYTES = 24;

/** Where an answer first was not what it must be. */
export interface AnswerDifference {
  /** In a few words. */
  readonly reason: string;
  /** Bytes of the line that came back before it, names of backends not counted. */
  readonly offset: number;
  /** What was to come from there on, up to 24 bytes; empty where nothing was. Bytes that are not UTF-8 are `\xNN`. */
  readonly expected: string;
  /** What came instead, likewise. */
  readonly got: string;
}

export function differenceAt(
  offset: number,
  reason: string,
  expected: Uint8Array,
  got: Uint8Array,
): AnswerDifference {
  return { reason, offset, expected: shown(expected), got: shown(got) };
}

/** In one line: `an answer that differs from what was sent at byte 8: expected "1/1", got "2/1"`. */
export function differenceText({ reason, offset, expected, got }: AnswerDifference): string {
  const wanted = expected === '' ? 'nothing' : quoted(expected);
  return `${reason} at byte ${offset}: expected ${wanted}, got ${quoted(got)}`;
}

function quoted(text: string): string {
  return printable(JSON.stringify(text));
}

function shown(bytes: Uint8Array): string {
  const start = bytes.subarray(0, SHOWN_BYTES);
  try {
    // As a stream, it may end within a character.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(start, { stream: true });
  } catch {
    return Array.from(start, byteText).join('');
  }
}

function byteText(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}
