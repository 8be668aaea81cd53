import type { Ora } from 'ora';
import type { Log } from '../logging/logger.js';
import type { Narrator } from '../demo/narrator.js';
import { foldCommand } from './fold-command.js';
import { progressSpinner } from './spinner.js';
import { reflow } from '../reflow.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

const INDENT = '  ';
/** Also where there is no window: a command line that is longer is hard to read. */
const MAX_COMMAND_COLUMNS = 80;

/** Tells the demo's story on standard output; a spinner on standard error shows that it goes on. */
export class TerminalNarrator implements Narrator {
  /** Claims that held, and that did not. */
  held = 0;
  failed = 0;
  #title = '';
  readonly #chalk;
  readonly #spinner: Ora;
  readonly #log: Log;

  constructor(noColor: boolean, log: Log) {
    this.#log = log;
    this.#chalk = stdoutColours(noColor);
    this.#spinner = progressSpinner(noColor);
  }

  chapter(title: string): void {
    this.#title = title;
    this.#line('');
    this.#line(this.#chalk.bold(title));
    this.#spinner.start(title);
  }

  say(text: string): void {
    this.#line(text, INDENT);
  }

  command(...commands: readonly (readonly string[])[]): void {
    const columns = Math.min(MAX_COMMAND_COLUMNS, windowColumns()) - `${INDENT}$ `.length;
    for (const parts of commands) {
      const lines = `$ ${foldCommand(parts, columns)}`.replaceAll('\n', `\n${INDENT}`);
      this.#write(this.#chalk.dim(INDENT + lines));
    }
  }

  claim(text: string, holds: boolean): void {
    this.#log({ level: holds ? 'debug' : 'error', event: 'claim', message: text, fields: { holds } });
    if (holds) this.held++;
    else this.failed++;
    this.#line(holds ? `${this.#chalk.green('✓')} ${text}` : this.#chalk.red(`✗ ${text}`), INDENT, INDENT);
  }

  /** How many checks have passed of those made so far. */
  get verdict(): string {
    return `${this.held} of ${this.held + this.failed} checks passed`;
  }

  /** The result of the whole story. */
  end(): void {
    this.#spinner.stop();
    process.stdout.write(
      `\n${this.failed > 0 ? this.#chalk.red(this.verdict) : this.#chalk.green(this.verdict)}\n`,
    );
  }

  /** Nothing more happens by itself. */
  rest(): void {
    this.#spinner.stop();
  }

  /** The story ends before its end: says how far it came. */
  breakOff(): void {
    this.#spinner.stop();
    const where = this.#title === '' ? '' : `, in '${this.#title}'`;
    process.stdout.write(`\n${this.#chalk.red(`not finished${where}: ${this.verdict} so far`)}\n`);
  }

  /** @param indent - before each line @param hanging - before each line but the first, beside that */
  #line(text: string, indent = '', hanging = ''): void {
    const lines = reflow(text, windowColumns() - indent.length, hanging).replaceAll('\n', `\n${indent}`);
    this.#write(`${indent}${lines}`);
  }

  /** Lines that are not to be broken, as they are to be copied. */
  #write(lines: string): void {
    const spinning = this.#spinner.isSpinning;
    if (spinning) this.#spinner.stop();
    process.stdout.write(`${lines}\n`);
    if (spinning) this.#spinner.start();
  }
}
