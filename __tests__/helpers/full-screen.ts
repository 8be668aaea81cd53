import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { LBSIM } from './terminal.js';

/** What is not seen by then never will be: the error shows what is. */
const PATIENCE_MS = 60_000;

type OnEnd = (end: () => unknown) => void;

export interface FullScreenOptions {
  /** @default 100 */
  readonly columns?: number;
  /** @default 30 */
  readonly rows?: number;
  readonly env?: object;
  /** A line of a shell in which `$LBSIM` is the command. @default lbsim with the words */
  readonly shell?: string;
}

/** A command on an emulated terminal, whose screen is looked at, and which is typed into. */
export class FullScreen {
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly child: ChildProcess;
  /** Exit status, once the terminal is closed and all that was written is on the screen. */
  readonly ended: Promise<number | null>;
  /** All that was written, as one text. */
  written = '';
  readonly #rows: number;
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(words: string, onEnd: OnEnd, options: FullScreenOptions = {}) {
    const { columns = 100, rows = 30, env = {}, shell = `exec $LBSIM ${words}` } = options;
    this.#rows = rows;
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const { NO_COLOR, FORCE_COLOR, CI, ...clean } = process.env;
    void [NO_COLOR, FORCE_COLOR, CI];
    this.child = spawn('script', ['-qefc', `stty cols ${columns} rows ${rows}; ${shell}`, '/dev/null'], {
      env: { ...clean, TERM: 'xterm', LBSIM: `${process.execPath} ${LBSIM}`, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.written += text;
      this.terminal.write(text, () => this.#wake());
    });
    this.ended = once(this.child, 'close').then(async ([status]) => {
      await new Promise<void>((resolve) => this.terminal.write('', resolve));
      this.#hasEnded = true;
      this.#wake();
      return status as number | null;
    });
    onEnd(() => this.child.kill('SIGKILL'));
  }

  /** What is seen, a text a line. */
  get lines(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.#rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Whether the alternate screen is shown. */
  get isFull(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Resolves as soon as that is seen. Rejects when the command ends before. */
  async sees(what: string | RegExp): Promise<void> {
    await this.until(`'${String(what)}' is seen`, () =>
      typeof what === 'string' ? this.text.includes(what) : what.test(this.text),
    );
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const late = setTimeout(PATIENCE_MS, false, { ref: false });
    while (!isSo()) {
      if (this.#hasEnded) throw new Error(`it ended before ${what}:\n${this.text}`);
      const woken = new Promise<boolean>((resolve) => this.#waiting.add(() => resolve(true)));
      if (!(await Promise.race([woken, late]))) throw new Error(`it is late before ${what}:\n${this.text}`);
    }
  }

  /** The process id of `lbsim COMMAND`, which `script` has started. */
  pidOf(command: string): number {
    const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
    const rows = list.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)?.slice(1) ?? []);
    const family = new Set([String(this.child.pid)]);
    for (const [pid = '', parent = ''] of rows) if (family.has(parent)) family.add(pid);
    const ours = new RegExp(`^\\S*node\\b.*lbsim\\.js ${command}`);
    return Number(rows.find(([pid = '', , args = '']) => family.has(pid) && ours.test(args))?.[0]);
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
