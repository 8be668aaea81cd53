import { randomUUID } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, constants, open, readlink, realpath, rename, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileErrorReason, LbsimError, systemErrorCode } from '../../errors.js';
import { writeFifo } from '../../output/write-fifo.js';

/** Reasons for which no file can be made in a folder, though one that is there may be written. */
const FOLDER_CLOSED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * A page that is to be written to a file. Until all of it is written it is in a draft beside the file, `FILE.….part`, so that
 * the file is either as it was or whole.
 */
export class HtmlFile {
  readonly #path: string;
  readonly #draft: Draft | undefined;

  private constructor(path: string, draft: Draft | undefined) {
    this.#path = path;
    this.#draft = draft;
  }

  /**
   * Opens it before the work, so that what may take long is not lost.
   *
   * @throws LbsimError `ERR_HTML_FILE` of kind `runtime`
   */
  static async open(path: string): Promise<HtmlFile> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw unwritable(path, 'it is a folder');
    try {
      // What reads from a pipe would take an opening for the whole page.
      if (found !== undefined && !found.isFile()) return new HtmlFile(path, undefined);
      return new HtmlFile(path, await openDraft(path, found));
    } catch (cause) {
      throw unwritable(path, fileErrorReason(cause), cause);
    }
  }

  /**
   * A FIFO without a reader is waited for.
   *
   * @param signal - gives up a FIFO
   * @returns whether all was written
   * @throws LbsimError `ERR_HTML_FILE` of kind `runtime`
   */
  async write(html: string, signal: AbortSignal): Promise<boolean> {
    try {
      if (this.#draft !== undefined) await this.#draft.finish(html);
      else if ((await stat(this.#path)).isFIFO()) return await writeFifo(this.#path, html, signal);
      else await writeFile(this.#path, html);
      return true;
    } catch (cause) {
      throw unwritable(this.#path, fileErrorReason(cause), cause);
    }
  }

  /** Leaves the file as it is, unless it has been written. */
  async close(): Promise<void> {
    await this.#draft?.discard();
  }
}

/** A file that takes the place of another one once it is whole. */
class Draft {
  readonly #path: string;
  readonly #target: string;
  readonly #handle: FileHandle;
  readonly #remove = (): void => rmSync(this.#path, { force: true });

  constructor(path: string, target: string, handle: FileHandle) {
    this.#path = path;
    this.#target = target;
    this.#handle = handle;
    // A second signal ends the process at once.
    process.once('exit', this.#remove);
  }

  async finish(text: string): Promise<void> {
    await this.#handle.writeFile(text);
    await this.#handle.close();
    await rename(this.#path, this.#target);
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    this.#remove();
    process.off('exit', this.#remove);
  }
}

/** @returns undefined where a file is there that can be written, in a folder that takes no other */
async function openDraft(path: string, found: Stats | undefined): Promise<Draft | undefined> {
  if (found !== undefined) await access(path, constants.W_OK);
  const target = found === undefined ? await linkedFrom(path) : await realpath(path);
  const draft = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    const handle = await open(draft, 'wx', found?.mode);
    return new Draft(draft, target, handle);
  } catch (cause) {
    if (found !== undefined && FOLDER_CLOSED.includes(systemErrorCode(cause) ?? '')) return undefined;
    throw cause;
  }
}

/** What a link to nothing points to; otherwise the path itself. */
async function linkedFrom(path: string): Promise<string> {
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

function unwritable(path: string, reason: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_HTML_FILE', `page '${path}' cannot be written (${reason}): check the path`, {
    cause,
  });
}
