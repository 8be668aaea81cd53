import { open, stat, unlink, writeFile } from 'node:fs/promises';
import { fileErrorReason, LbsimError } from '../../errors.js';
import { writeFifo } from '../../output/write-fifo.js';

/** A page that is to be written to a file. */
export class HtmlFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Makes sure before a long run that its result can be written.
   *
   * @throws LbsimError `ERR_HTML_FILE` of kind `runtime`
   */
  async check(): Promise<void> {
    const found = await stat(this.#path).catch(() => undefined);
    if (found?.isDirectory()) throw this.#error('it is a folder');
    try {
      // Only to open it tells for sure; but what reads from a pipe would take that for the whole page.
      if (found === undefined || found.isFile()) await (await open(this.#path, 'a')).close();
      if (found === undefined) await unlink(this.#path);
    } catch (cause) {
      throw this.#error(fileErrorReason(cause), cause);
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
      if ((await stat(this.#path).catch(() => undefined))?.isFIFO() === true)
        return await writeFifo(this.#path, html, signal);
      await writeFile(this.#path, html);
      return true;
    } catch (cause) {
      throw this.#error(fileErrorReason(cause), cause);
    }
  }

  #error(reason: string, cause?: unknown): LbsimError {
    return new LbsimError(
      'ERR_HTML_FILE',
      `page '${this.#path}' cannot be written (${reason}): check the path`,
      {
        cause,
      },
    );
  }
}
