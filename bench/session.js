// One run of the benchmark: what is measured how often, the programs it started, and what failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ora from 'ora';
import { Processes } from './processes.js';
import { missing } from './surroundings.js';
import { openFilesLimit } from './usage.js';

/** What an unhurried run and `--quick` take for each figure. */
const PACES = {
  full: { rounds: 5, seconds: 3, warmUpSeconds: 3 },
  quick: { rounds: 3, seconds: 0.3, warmUpSeconds: 0.5 },
};

export class Session {
  /** `{ work, label, reason }` of each column that was left out of a work. */
  failures = [];
  #columns;
  #step;
  #spinner = ora({ stream: process.stderr, discardStdin: false });

  constructor({ quick, rounds, columns }) {
    const pace = quick ? PACES.quick : PACES.full;
    this.quick = quick;
    this.rounds = rounds ?? pace.rounds;
    this.seconds = pace.seconds;
    this.warmUpSeconds = pace.warmUpSeconds;
    /** Files that a balancer may have open at once. */
    this.connections = Math.min(openFilesLimit() - 200, 100_000);
    this.directory = mkdtempSync(join(tmpdir(), 'lbsim-bench-'));
    process.once('exit', () => rmSync(this.directory, { recursive: true, force: true }));
    this.processes = new Processes(this.directory);
    this.#columns = columns.filter((column) => this.#isUsable(column));
  }

  get columns() {
    return this.#columns;
  }

  #isUsable({ label, needs }) {
    const lack = missing(needs);
    if (lack !== undefined) this.#fail('all', label, lack);
    return lack === undefined;
  }

  /** The columns that take part in a work: those of `work.peers`, if it names any, and not those that belong to others. */
  columnsFor({ name, peers }) {
    return this.#columns.filter(
      (column) => (peers?.includes(column.name) ?? true) && (column.works?.includes(name) ?? true),
    );
  }

  /** Says what is going on: a spinner in a terminal, elsewhere a line whenever `step` is a new one. */
  progress(step, detail) {
    if (process.stderr.isTTY) this.#spinner.start(`${step}: ${detail}`);
    else if (step !== this.#step) console.error(step);
    this.#step = step;
  }

  #fail(work, label, reason) {
    this.failures.push({ work, label, reason });
    this.remark(`${label} is left out of ${work}: ${reason}`);
  }

  /** Says something that does not end the run. */
  remark(text) {
    this.#spinner.stop();
    console.error(text);
  }

  /** Does something for a column. If it fails, that is reported, and the column taken out of the results. */
  async tried(work, column, results, action) {
    try {
      await action();
    } catch (error) {
      if (this.closing) throw error;
      this.#fail(work.name, column.label, error.message);
      results.delete(column.label);
    }
  }

  /** Ends all programs; none can be started any more. The files go with the process. */
  async close() {
    this.closing = true;
    this.#spinner.stop();
    await this.processes.close();
  }
}
