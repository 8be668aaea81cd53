import { expect } from '@jest/globals';
import type { TestBackend } from './backends.js';
import { temporaryFolder } from './folder.js';
import { Lbsim, runLbsim } from './lbsim.js';

type OnEnd = (end: () => unknown) => void;

/** Processes of one user, who has none but these. */
export class Desk {
  readonly env: { readonly XDG_RUNTIME_DIR: string };

  readonly #onEnd: OnEnd;

  private constructor(folder: string, onEnd: OnEnd) {
    this.env = { XDG_RUNTIME_DIR: folder };
    this.#onEnd = onEnd;
  }

  static async open(onEnd: OnEnd): Promise<Desk> {
    return new Desk(await temporaryFolder(onEnd), onEnd);
  }

  /** Starts a process and waits until it can be asked. */
  async start(...words: readonly string[]): Promise<Lbsim> {
    const lbsim = new Lbsim(words, { env: this.env });
    this.#onEnd(() => lbsim.kill());
    await lbsim.event('admin_listening');
    return lbsim;
  }

  async balance(backends: readonly Pick<TestBackend, 'spec'>[], ...words: readonly string[]): Promise<Lbsim> {
    const list = backends.map(({ spec }) => spec).join(',');
    return this.start(
      'balance',
      '--port',
      '0',
      '--algorithm',
      'round-robin',
      '--sticky-key',
      'none',
      '--backends',
      list,
      ...words,
    );
  }

  /** What `lbsim ctl` prints; it has to succeed. */
  async ctl(...words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await runLbsim(['ctl', ...words], { env: this.env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  /** What it says when it does not succeed. */
  async refused(...words: readonly string[]): Promise<{ status: number | null; stderr: string }> {
    const { status, stderr } = await runLbsim(['ctl', ...words], { env: this.env });
    return { status, stderr };
  }

  async json<T>(...words: readonly string[]): Promise<T> {
    return JSON.parse(await this.ctl(...words, '--json')) as T;
  }
}
