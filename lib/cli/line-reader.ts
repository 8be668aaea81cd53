import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** More than any command of a console takes, in characters. */
export const MAX_LINE = 64 * 1024;

export interface LineEvents {
  /** A line, without its end. */
  readonly line: (text: string) => void;
  /** A line had more than {@link MAX_LINE} characters, and is left out. Called before its end has come, if ever it does. */
  readonly tooLong: () => void;
}

/**
 * Reads lines, and never keeps more than a line of {@link MAX_LINE} characters and a chunk of the input, whatever comes.
 * Its end, or that it cannot be read, is nobody's news; a last line without its end is a line.
 *
 * @returns stops reading
 */
export function readLines(input: Readable, { line, tooLong }: LineEvents): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let skipping = false;
  const take = (text: string): void => {
    if (!skipping && text.length <= MAX_LINE) line(text);
    else if (!skipping) tooLong();
    skipping = false;
  };
  const onData = (chunk: Buffer | string): void => {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
    if (!skipping && rest.length > MAX_LINE) {
      skipping = true;
      tooLong();
    }
    if (skipping) rest = '';
  };
  const onEnd = (): void => {
    if (rest !== '') take(rest);
  };
  // One that was read before, and is read again, has been paused meanwhile.
  input.on('data', onData).on('end', onEnd).off('error', ignoreError).on('error', ignoreError).resume();
  return () => {
    input.off('data', onData).off('end', onEnd);
    input.pause();
  };
}

function ignoreError(): void {
  // It ends like any other input.
}
