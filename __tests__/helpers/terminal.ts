import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cleanup } from './cleanup.js';
import { onlyWhere } from './only-where.js';

const onEnd = cleanup();

export const LBSIM = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));

/** Tests that run a command on a terminal of its own. */
export const WITH_TERMINALS = onlyWhere(
  String(spawnSync('script', ['--version']).stdout).includes('util-linux'),
  "a terminal takes util-linux's script",
);

/** What a terminal is asked to do. */
export interface TerminalOptions {
  readonly env?: object;
  /** @default 100 */
  readonly columns?: number;
  /** Text to type, each once the text before it has been shown, after what was typed before. */
  readonly typed?: readonly (readonly [shown: string | RegExp, text: string])[];
  /** Its window is closed as soon as this resolves. */
  readonly closing?: Promise<unknown>;
}

/** Runs `lbsim` on a terminal. @returns all that was shown */
export function onTerminal(words: string, options: TerminalOptions = {}): Promise<string> {
  return shellOnTerminal(`${process.execPath} ${LBSIM} ${words}`, options);
}

/** Runs a command of a shell on a terminal. @returns all that was shown */
export async function shellOnTerminal(
  command: string,
  { env = {}, columns = 100, typed = [], closing }: TerminalOptions = {},
): Promise<string> {
  // In CI chalk and ora take no terminal for one that people look at.
  const { NO_COLOR, FORCE_COLOR, CI, ...clean } = process.env;
  void [NO_COLOR, FORCE_COLOR, CI];
  // A terminal without columns has no spinner.
  const child = spawn('script', ['-qefc', `stty cols ${columns} && ${command}`, '/dev/null'], {
    env: { ...clean, TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const close = (): unknown => child.kill('SIGKILL');
  onEnd(close);
  void closing?.then(close);
  const waiting = [...typed];
  let shown = '';
  let looked = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [next] = waiting;
    if (next === undefined) return;
    const [awaited, answer] = next;
    const rest = shown.slice(looked);
    if (typeof awaited === 'string' ? !rest.includes(awaited) : !awaited.test(rest)) return;
    looked = shown.length;
    waiting.shift();
    child.stdin.write(answer);
  });
  await once(child, 'close');
  return shown;
}
