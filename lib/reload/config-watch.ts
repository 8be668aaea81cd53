import { createHash } from 'node:crypto';
import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** Time without a further change after which the file is read, in milliseconds: editors write in several steps. */
const QUIET_MS = 300;
/** How often its status is looked at: some mounts tell of no changes. */
const STAT_MS = 2000;

export interface ConfigWatchOptions {
  readonly path: string;
  /** The content of the file. Throws while it cannot be read. */
  readonly text: () => string;
  /** The content is another, or the file cannot be read any more. */
  readonly changed: () => void;
}

/**
 * Watches a file by its directory and by its content, so that files that are saved by renaming, links that are swung over (as
 * Kubernetes does with `..data`) and mounts that tell of nothing are seen, and a touch that changes nothing is not.
 */
export class ConfigWatch {
  readonly #options: ConfigWatchOptions;
  #watcher: FSWatcher | undefined;
  #stat: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #seen: string;
  #content: string;

  constructor(options: ConfigWatchOptions) {
    this.#options = options;
    this.#seen = statusOf(options.path);
    this.#content = contentOf(options.text);
  }

  start(): void {
    this.#stat = setInterval(() => this.#look(), STAT_MS).unref();
    this.#watchDirectory();
  }

  stop(): void {
    clearInterval(this.#stat);
    clearTimeout(this.#quiet);
    this.#watcher?.close();
  }

  /** Where a directory cannot be watched, looking at the status has to do. */
  #watchDirectory(): void {
    try {
      this.#watcher = watch(dirname(this.#options.path), { persistent: false }, () => this.#disturbed());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  #look(): void {
    const status = statusOf(this.#options.path);
    if (status === this.#seen) return;
    this.#seen = status;
    this.#disturbed();
  }

  #disturbed(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#compare(), QUIET_MS).unref();
  }

  #compare(): void {
    const content = contentOf(this.#options.text);
    if (content === this.#content) return;
    this.#content = content;
    this.#options.changed();
  }
}

/** What changes when a file is written, or another takes its place; empty while there is none to be seen. */
function statusOf(path: string): string {
  try {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return `${dev}:${ino}:${size}:${mtimeMs}`;
  } catch {
    return '';
  }
}

/** Empty while it cannot be read. */
function contentOf(text: () => string): string {
  try {
    return createHash('sha256').update(text()).digest('hex');
  } catch {
    return '';
  }
}
