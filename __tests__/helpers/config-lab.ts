import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askOnce, type TestBackend } from './backends.js';
import { startBackends, type Register } from './balance.js';
import { Desk } from './desk.js';
import { temporaryFolder } from './folder.js';
import type { Lbsim, LogRecord } from './lbsim.js';

/** A balancer with a config file, and what is said of it. */
export class ConfigLab {
  readonly #folder: string;
  readonly desk: Desk;
  readonly backends: TestBackend[];
  lb!: Lbsim;

  private constructor(folder: string, desk: Desk, backends: TestBackend[]) {
    this.#folder = folder;
    this.desk = desk;
    this.backends = backends;
  }

  /** @param wanted - numbers of the backends in the file at first @param words - more of the command line */
  static async start(
    onEnd: Register,
    wanted: readonly number[],
    more = '',
    ...words: readonly string[]
  ): Promise<ConfigLab> {
    const folder = await temporaryFolder(onEnd);
    const lab = new ConfigLab(folder, await Desk.open(onEnd), await startBackends(3, onEnd));
    await lab.write(lab.text(wanted, more));
    lab.lb = await lab.desk.start('balance', '--config', lab.file, ...words);
    return lab;
  }

  get file(): string {
    return join(this.#folder, 'lb.yaml');
  }

  text(wanted: readonly number[], more = ''): string {
    const list = wanted.map((number) => `  - ${this.backends[number - 1]?.spec}`).join('\n');
    return `# mine\nport: 0\nalgorithm: round-robin\nsticky-key: none\n${more}backends:\n${list}\n`;
  }

  async write(text: string): Promise<void> {
    await writeFile(this.file, text);
  }

  /** Has it read what the file says now. */
  async hangUp(event: string, nth = 1): Promise<LogRecord> {
    this.lb.child.kill('SIGHUP');
    return this.lb.event(event, nth);
  }

  /** Who answers clients that come one after the other, in order. */
  async seen(count: number): Promise<string[]> {
    const names = [];
    for (let n = 0; n < count; n += 1) names.push((await askOnce(await this.lb.port())) ?? '');
    return names;
  }

  /** Resolves once a backend is used. */
  async up(name: string): Promise<void> {
    await this.desk.ctl('ready', name, '--wait', '60s');
  }

  async names(): Promise<string[]> {
    const { items } = await this.desk.json<{ items: { name: string }[] }>('backends');
    return items.map(({ name }) => name);
  }
}
