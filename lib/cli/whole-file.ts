import { randomUUID } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, constants, open, readlink, realpath, rename, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileErrorReason, LbsimError, systemErrorCode, type ErrorCode } from '../errors.js';
import { writeFifo } from '../output/write-fifo.js';

/** Reasons for which no file can be made in a folder, though one that is there may be written. */
const FOLDER_CLOSED = ['EACCES', 'EPERM', 'EROFS'];

/** What a file is to have, and the code of the error when it cannot be written. */
export interface FileContent {
  readonly name: string;
  readonly code: ErrorCode;
}

/**
 * A result that is to be written to a file. Until all of it is written it is in a draft beside the file, `FILE.….part`, so that
 * the file is either as it was or whole.
 */
export class WholeFile {
  readonly #path: string;
  readonly #content: FileContent;
  readonly #draft: Draft | undefined;

  private constructor(path: string, content: FileContent, draft: Draft | undefined) {
    this.#path = path;
    this.#content = content;
    this.#draft = draft;
  }

  /**
   * Opens it before the work, so that what may take long is not lost.
   *
   * @throws LbsimError of kind `runtime`, with the code of the content
   */
  static async open(path: string, content: FileContent): Promise<WholeFile> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw unwritable(path, content, 'it is a folder');
    try {
      // What reads from a pipe would take an opening for the whole result.
      if (found !== undefined && !found.isFile()) return new WholeFile(path, content, undefined);
      return new WholeFile(path, content, await openDraft(path, found));
    } catch (cause) {
      throw unwritable(path, content, fileErrorReason(cause), cause);
    }
  }

  /**
   * A FIFO without a reader is waited for.
   *
   * @param signal - gives up a FIFO
   * @returns whether all was written
   * @throws LbsimError of kind `runtime`, with the code of the content
   */
  async write(text: string, signal: AbortSignal): Promise<boolean> {
    try {
      if (this.#draft !== undefined) await this.#draft.finish(text);
      else if ((await stat(this.#path)).isFIFO()) return await writeFifo(this.#path, text, signal);
      else await writeFile(this.#path, text);
      return true;
    } catch (cause) {
      throw unwritable(this.#path, this.#content, fileErrorReason(cause), cause);
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

function unwritable(path: string, { name, code }: FileContent, reason: string, cause?: unknown): LbsimError {
  return new LbsimError(code, `${name} '${path}' cannot be written (${reason}): check the path`, { cause });
}
