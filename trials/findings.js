// What has been shown, or has failed to show: a line with a tick or a cross for each, and figures.
import chalk from 'chalk';
import ora from 'ora';

/** So many examples of what went wrong are printed. */
const EXAMPLES = 5;

export class Findings {
  held = 0;
  failed = 0;
  /** All that speaks against a claim. */
  contradictions = [];
  #spinner = ora({ stream: process.stderr, discardStdin: false, isSilent: !process.stderr.isTTY });

  /** Begins a part. */
  title(text) {
    this.#line(`\n${chalk.bold(text)}`);
  }

  /** Says something that is neither good nor bad. */
  say(text) {
    this.#line(`  ${text}`);
  }

  /** Shows on a terminal what is going on. */
  progress(text) {
    this.#spinner.start(text);
  }

  /** @param figures - what was measured, in words */
  claim(text, holds, figures = '') {
    if (holds) this.held++;
    else this.failed++;
    const told = figures === '' ? text : `${text}: ${figures}`;
    this.#line(holds ? `  ${chalk.green('✓')} ${told}` : `  ${chalk.red(`✗ ${told}`)}`);
    return holds;
  }

  /** Claims that there is nothing in a list; shows some of it if there is. */
  claimNone(text, list, figures = '') {
    const holds = this.claim(
      text,
      list.length === 0,
      list.length === 0 ? figures : `${list.length} contradict`,
    );
    this.contradictions.push(...list);
    for (const item of list.slice(0, EXAMPLES)) this.#line(chalk.red(`      ${item}`));
    return holds;
  }

  /** The last word. @returns the exit status */
  conclude() {
    this.#spinner.stop();
    const verdict = `${this.held} of ${this.held + this.failed} checks passed`;
    console.log(`\n${this.failed > 0 ? chalk.red(verdict) : chalk.green(verdict)}`);
    return this.failed > 0 || this.held === 0 ? 1 : 0;
  }

  #line(text) {
    this.#spinner.stop();
    console.log(text);
  }
}
