import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));
const ROWS = 40;
const SCROLLBACK = 10_000;

/** Whether a command can be given a terminal here, which takes util-linux's script. */
export const HAS_TERMINALS = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

/** A line of a terminal as it is seen. */
export interface ScreenLine {
  readonly text: string;
  /** The terminal broke the line before it, as that was too long. */
  readonly wrapped: boolean;
}

/** Runs `lbsim` on a terminal of so many columns, to its end. @returns what an emulated terminal then shows, from the first line on */
export async function screenOf(args: readonly string[], columns: number): Promise<ScreenLine[]> {
  // In CI chalk and ora take no terminal for one that people look at.
  const { NO_COLOR, FORCE_COLOR, CI, ...clean } = process.env;
  void [NO_COLOR, FORCE_COLOR, CI];
  const command = [process.execPath, BINARY, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols ${columns} rows ${ROWS}; ${command}`, '/dev/null'], {
    env: { ...clean, TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: ROWS,
    scrollback: SCROLLBACK,
    allowProposedApi: true,
  });
  child.stdout.on('data', (bytes: Buffer) => terminal.write(bytes));
  await once(child, 'close');
  await new Promise<void>((resolve) => terminal.write('', resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
  terminal.dispose();
  return lines.map((line) => ({
    text: line?.translateToString(true) ?? '',
    wrapped: line?.isWrapped ?? false,
  }));
}
