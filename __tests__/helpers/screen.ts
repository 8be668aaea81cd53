import xterm from '@xterm/headless';
import { onTerminal } from './terminal.js';

const ROWS = 40;
const SCROLLBACK = 10_000;

/** A line of a terminal as it is seen. */
export interface ScreenLine {
  readonly text: string;
  /** The terminal broke the line before it, as that was too long. */
  readonly wrapped: boolean;
}

/** Runs `lbsim` on a terminal of that width, to its end. @returns what an emulated terminal then shows, from the first line on */
export async function screenOf(args: readonly string[], columns: number): Promise<ScreenLine[]> {
  const shown = await onTerminal(args.map((word) => `'${word}'`).join(' '), { columns });
  const options = { cols: columns, rows: ROWS, scrollback: SCROLLBACK, allowProposedApi: true };
  const terminal = new xterm.Terminal(options);
  await new Promise<void>((resolve) => terminal.write(shown, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
  terminal.dispose();
  return lines.map((line) => ({
    text: line?.translateToString(true) ?? '',
    wrapped: line?.isWrapped ?? false,
  }));
}
