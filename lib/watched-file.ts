import { createHash } from 'node:crypto';
import { stat, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readBounded, readRegular } from './bounded-file.js';

export interface FileObserver {
  /** The file has other content than before, or can be read again. */
  changed(text: string): void;
  /** It cannot be read; once until it can. */
  unreadable(error: unknown): void;
}

/** Without a change, in milliseconds, before a file is read: a writer may not have finished. */
const QUIET_MS = 300;
/** Between two looks, in milliseconds: not every mount tells of changes. */
const LOOK_MS = 2000;

/**
 * A file that is read when its content changes. Its folder is watched, so that a file that is renamed to this name, or that a
 * link leads to, is seen, too. Nothing of it keeps the process alive.
 */
export class WatchedFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #observer: FileObserver;
  /** Of the content that was told last; undefined when it could not be read. */
  #hash: string | undefined;
  /** What tells two states of the file apart without reading it. */
  #mark = '';
  #watcher: FSWatcher | undefined;
  #look: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;

  /** @param maxBytes - a longer file cannot be read */
  constructor(path: string, maxBytes: number, observer: FileObserver) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#observer = observer;
  }

  /**
   * Reads it, and watches it from now on.
   *
   * @throws the system's error, or a `RangeError` for a file that is too long; then it is not watched
   */
  open(): string {
    const text = readBounded(this.#path, this.#maxBytes);
    this.#hash = hashOf(text);
    this.#watchFolder();
    this.#compare((mark) => (this.#mark = mark));
    this.#look = setInterval(() => {
      if (this.#watcher === undefined) this.#watchFolder();
      this.#compare((mark) => {
        if (mark !== this.#mark) this.#readSoon();
      });
    }, LOOK_MS).unref();
    return text;
  }

  close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#quiet);
    this.#look = undefined;
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watchFolder(): void {
    const name = basename(this.#path);
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_event, file) => {
        // Kubernetes swaps a link named ..data beside the file.
        if (file === null || file === name || file.startsWith('..')) this.#readSoon();
      });
      this.#watcher.on('error', () => {
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch {
      // It is looked at all the same.
    }
  }

  #compare(told: (mark: string) => void): void {
    stat(this.#path, { bigint: true }, (error, found) => {
      told(error === null ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}` : '');
    });
  }

  #readSoon(): void {
    if (this.#look === undefined) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#read(), QUIET_MS).unref();
  }

  #read(): void {
    this.#compare((mark) => (this.#mark = mark));
    try {
      const text = readRegular(this.#path, this.#maxBytes);
      const hash = hashOf(text);
      if (hash === this.#hash) return;
      this.#hash = hash;
      this.#observer.changed(text);
    } catch (error) {
      if (this.#hash === undefined) return;
      this.#hash = undefined;
      this.#observer.unreadable(error);
    }
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
