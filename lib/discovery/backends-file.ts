import { readBounded } from '../bounded-file.js';
import { fileErrorReason, LbsimError } from '../errors.js';
import type { Kind } from '../schema/kind.js';
import { WatchedFile } from '../watched-file.js';
import { readBackends } from './backends-document.js';
import type { BackendEntry } from './entries.js';
import type { BackendsFileError } from './events.js';
import type { TargetFeed } from './target-feed.js';

const MAX_BYTES = 4 * 1024 * 1024;
/** Errors that an event tells. */
const MAX_ERRORS = 100;

/** Backends in a file that others write. What is wrong with it changes nothing, and is said. */
export class BackendsFile {
  readonly #path: string;
  readonly #kind: Kind<readonly BackendEntry[]>;
  readonly #feed: TargetFeed;
  readonly #file: WatchedFile;
  /** Texts that were read so far: an older one is not taken after a newer one. */
  #texts = 0;
  #stopped = false;

  /** @param kind - how a backend is written */
  constructor(path: string, kind: Kind<readonly BackendEntry[]>, feed: TargetFeed) {
    this.#path = path;
    this.#kind = kind;
    this.#feed = feed;
    this.#file = new WatchedFile(path, MAX_BYTES, {
      changed: (text) => void this.#changed(text),
      unreadable: (error) => this.#feed.failed(this.#unreadable(error), performance.now()),
    });
  }

  /** @throws LbsimError `ERR_BACKENDS_FILE` of kind `usage`: it cannot be read, or something is wrong in it */
  async start(): Promise<void> {
    const { targets, errors } = await readBackends(this.#open(), this.#kind);
    if (this.#stopped || this.#texts > 0) return;
    const [first] = errors;
    if (first !== undefined) {
      this.stop();
      throw fileError(`backends file '${this.#path}': ${inWords(errors)}`);
    }
    this.#feed.take({ targets }, performance.now());
  }

  stop(): void {
    this.#stopped = true;
    this.#file.close();
  }

  #open(): string {
    try {
      return this.#file.open();
    } catch (error) {
      throw fileError(`backends file ${this.#unreadable(error)}: check the path`, error);
    }
  }

  async #changed(text: string): Promise<void> {
    const number = ++this.#texts;
    const { targets, errors } = await readBackends(text, this.#kind);
    if (this.#stopped || number < this.#texts) return;
    if (errors.length === 0) this.#feed.take({ targets }, performance.now());
    else this.#feed.failed(inWords(errors), performance.now(), errors.slice(0, MAX_ERRORS));
  }

  #unreadable(error: unknown): string {
    return `'${this.#path}' cannot be read (${fileErrorReason(error)})`;
  }
}

/**
 * Reads a file of backends once, as the start of a balancer does.
 *
 * @param kind - how a backend is written
 * @throws LbsimError `ERR_BACKENDS_FILE` of kind `usage`: it cannot be read, or something is wrong in it
 */
export async function refuseBadBackendsFile(
  path: string,
  kind: Kind<readonly BackendEntry[]>,
): Promise<void> {
  const { errors } = await readBackends(textOf(path), kind);
  if (errors.length > 0) throw fileError(`backends file '${path}': ${inWords(errors)}`);
}

function textOf(path: string): string {
  try {
    return readBounded(path, MAX_BYTES);
  } catch (error) {
    throw fileError(
      `backends file '${path}' cannot be read (${fileErrorReason(error)}): check the path`,
      error,
    );
  }
}

/** The first one, and how many others there are. */
function inWords(errors: readonly BackendsFileError[]): string {
  const [first, ...others] = errors;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `line ${first.line}, column ${first.column}: ${first.message}${more}`;
}

function fileError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_BACKENDS_FILE', message, { kind: 'usage', cause });
}
