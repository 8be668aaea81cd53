import { setTimeout } from 'node:timers/promises';
import type { StyledLine } from '../text/line.js';
import type { CtlContext } from './verb.js';

const EVERY_MS = 1000;

/** What is printed: as JSON, or for people. */
export interface Shown {
  readonly result: unknown;
  readonly lines: readonly StyledLine[];
}

/** Prints what is asked for, with `--watch` again every second: on a terminal in the same place. */
export async function again(
  { options: { watch }, print, paint, redraw }: CtlContext,
  ask: () => Promise<Shown>,
): Promise<void> {
  do {
    const { result, lines } = await ask();
    if (watch) redraw(result, lines);
    else print(result, () => lines.map(paint).join('\n'));
  } while (watch && (await setTimeout(EVERY_MS, true)));
}
