import type { Ora } from 'ora';
import type { Log } from '../logging/logger.js';
import type { Narrator } from '../demo/narrator.js';
import { progressSpinner } from './spinner.js';
import { reflow } from './reflow.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

const INDENT = '  ';

/** Tells the demo's story on standard output; a spinner on standard error shows that it goes on. */
export class TerminalNarrator implements Narrator {
  /** Claims that held, and that did not. */
  held = 0;
  failed = 0;
  readonly #chalk;
  readonly #spinner: Ora;
  readonly #log: Log;

  constructor(noColor: boolean, log: Log) {
    this.#log = log;
    this.#chalk = stdoutColours(noColor);
    this.#spinner = progressSpinner(noColor);
  }

  chapter(title: string): void {
    this.#line('');
    this.#line(this.#chalk.bold(title));
    this.#spinner.start(title);
  }

  say(text: string): void {
    this.#line(text, INDENT);
  }

  claim(text: string, holds: boolean): void {
    this.#log({ level: holds ? 'debug' : 'error', event: 'claim', message: text, fields: { holds } });
    if (holds) this.held++;
    else this.failed++;
    this.#line(holds ? `${this.#chalk.green('✓')} ${text}` : this.#chalk.red(`✗ ${text}`), INDENT, INDENT);
  }

  /** How many claims hold of those made so far. */
  get verdict(): string {
    return `${this.held} of ${this.held + this.failed} claims hold`;
  }

  /** The last word. */
  end(): void {
    this.#spinner.stop();
    process.stdout.write(
      `\n${this.failed > 0 ? this.#chalk.red(this.verdict) : this.#chalk.green(this.verdict)}\n`,
    );
  }

  /** @param indent - before each line @param hanging - before each line but the first, beside that */
  #line(text: string, indent = '', hanging = ''): void {
    const spinning = this.#spinner.isSpinning;
    if (spinning) this.#spinner.stop();
    const lines = reflow(text, windowColumns() - indent.length, hanging).replaceAll('\n', `\n${indent}`);
    process.stdout.write(`${indent}${lines}\n`);
    if (spinning) this.#spinner.start();
  }
}
