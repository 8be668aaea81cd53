import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { FailureKind } from '../../failure.js';
import { failureKind } from '../../net/failure.js';

const INTERVAL_MS = 1000;

/**
 * Notices that this process, or the machine, has no file descriptor left. Clients that connect then are closed by libuv,
 * which keeps one descriptor back to do it with, and Node is not told; so whether one is to be had is tried every second.
 */
export class DescriptorWatch {
  readonly #exhausted: (reason: FailureKind) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param exhausted - called every second while there is none */
  constructor(exhausted: (reason: FailureKind) => void) {
    this.#exhausted = exhausted;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    try {
      closeSync(openSync(devNull, 'r'));
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'too_many_open_files') this.#exhausted(kind);
    }
  }
}
