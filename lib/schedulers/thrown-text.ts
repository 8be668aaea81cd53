import { shown } from '../option-shape.js';

/** A message is shown so far. */
const MAX_LENGTH = 300;

/** Whether it is a promise; one that is rejected does no harm from then on. */
export function isPromise(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { then } = value as { readonly then?: unknown };
  if (typeof then !== 'function') return false;
  then.call(
    value,
    () => undefined,
    () => undefined,
  );
  return true;
}

/**
 * What a stranger's code threw, in one line: `TypeError: x is not a function (mine.js:12)`.
 *
 * @param path - of the module, whose line is named if the stack has one
 */
export function thrownText(thrown: unknown, path?: string): string {
  if (!(thrown instanceof Error)) return shown(thrown);
  const [whole = ''] = `${thrown.name}: ${thrown.message}`.split('\n');
  const first = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)}…` : whole;
  const file = path?.split(/[/\\]/).at(-1);
  const frames = thrown.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const frame = frames.find((line) => file !== undefined && line.includes(`/${file}:`)) ?? '';
  const line = /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return line === undefined ? first : `${first} (${file}:${line})`;
}
