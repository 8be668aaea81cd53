import type { Logform } from 'winston';
import { fileErrorReason, LbsimError } from '../errors.js';
import { openWriter } from '../output/open-writer.js';
import { SwitchingWriter } from '../output/switching-writer.js';
import type { Writer } from '../output/writer.js';
import { LineTransport } from './line-transport.js';
import { droppedLines, type Log } from './log-entry.js';

/** The file of a log. One that cannot be written, as on a full disk, is given up until it is reopened. */
export class LogFile {
  readonly transport: LineTransport;
  readonly #path: string;
  readonly #log: Log;
  readonly #writer: SwitchingWriter;

  /**
   * @param log - told what becomes of the file
   * @throws LbsimError `ERR_LOG_FILE` when the file cannot be opened for writing
   */
  constructor(path: string, format: Logform.Format, log: Log) {
    this.#path = path;
    this.#log = log;
    this.#writer = new SwitchingWriter(openFirst(path));
    this.transport = new LineTransport(format, this.#writer, {
      dropped: (lines) => log(droppedLines(lines, path)),
      failed: (error) => this.#giveUp(error),
    });
  }

  /**
   * Opens what is at its path now, as after a rotation. Lines that wait go there; what is being written is finished where it
   * was begun. When it cannot be opened all goes on as before.
   */
  reopen(): void {
    const path = this.#path;
    try {
      this.#writer.switchTo(openWriter(path, 'a'));
    } catch (error) {
      const reason = fileErrorReason(error);
      const message = `cannot reopen log file '${path}' (${reason}): the log goes on as before`;
      this.#log({ level: 'error', event: 'log_reopen_failed', message, fields: { path, reason } });
      return;
    }
    this.transport.buffer.goOn();
    this.#log({
      level: 'info',
      event: 'log_reopened',
      message: `log file '${path}' reopened`,
      fields: { path },
    });
  }

  #giveUp(error: Error): void {
    this.transport.buffer.giveUp();
    const message = `cannot write to log file '${this.#path}' (${fileErrorReason(error)}): the log goes on without it`;
    this.#log({ level: 'error', event: 'log_file_lost', message, fields: { file: this.#path } });
  }
}

function openFirst(path: string): Writer {
  try {
    return openWriter(path, 'a');
  } catch (cause) {
    const reason = fileErrorReason(cause);
    throw new LbsimError('ERR_LOG_FILE', `log file '${path}' cannot be written (${reason}): check the path`, {
      cause,
    });
  }
}
