import { expect } from '@jest/globals';
import type { TestBackend } from './backends.js';
import { temporaryFile, temporaryFolder } from './folder.js';
import { Lbsim, runLbsim } from './lbsim.js';

/** The token that may change. */
export const OPERATE = 'operate-operate-operate';
/** The token that may look. */
export const VIEW = 'view-view-view-view';

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

  /** A balancer that can be reached over TCP too, with {@link OPERATE} and {@link VIEW}. */
  async balanceOverTcp(
    backends: readonly Pick<TestBackend, 'spec'>[],
    ...words: readonly string[]
  ): Promise<{ readonly lb: Lbsim; readonly url: string; readonly tokens: string }> {
    const tokens = await temporaryFile(this.#onEnd, 'tokens', `${OPERATE}\n${VIEW}\n`);
    const lb = await this.balance(backends, '--admin', '0', '--admin-token-file', tokens, ...words);
    return { lb, url: String((await lb.event('admin_listening')).url), tokens };
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
