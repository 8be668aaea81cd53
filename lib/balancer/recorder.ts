import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileErrorReason, LbsimError } from '../errors.js';
import type { Journal } from '../routing/journal.js';
import { recordingLine, type RecordingHeader } from '../routing/recording.js';
import type { RecordingEvents, Told } from './events.js';

export interface RecorderOptions {
  /** Where to; what it held before is lost. */
  readonly file: string;
  /** Lines that it may have, the header among them. */
  readonly maxLines: number;
}

/** So many characters are written at once, or what there is after so many milliseconds. */
const CHUNK = 64 * 1024;
const SOON_MS = 100;

/** Bytes that may wait to be written: a disk that is so far behind does not catch up. */
const MAX_WAITING = 64 * 1024 * 1024;

/**
 * Writes what drives the decisions of a balancer to a file, until that is full or can be written no more, either of which is
 * said once and harms nothing else. Who hands in a line never waits for the disk.
 */
export class Recorder {
  /** To be told of all that the brain is told. */
  readonly journal: Journal = (entry) => this.#add(recordingLine(entry));
  readonly #options: RecorderOptions;
  readonly #events: Told<RecordingEvents>;
  #stream: WriteStream | undefined;
  #closed: Promise<void> = Promise.resolve();
  #chunk = '';
  #lines = 0;
  #ended = false;
  /** Why it was given up. */
  #loss: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(header: RecordingHeader, options: RecorderOptions, events: Told<RecordingEvents>) {
    this.#options = options;
    this.#events = events;
    this.#add(recordingLine(header));
  }

  /** @throws LbsimError `ERR_RECORDING` when the file cannot be written */
  async open(): Promise<void> {
    if (this.#stream !== undefined) return;
    const { file } = this.#options;
    const handle = await open(file, 'w').catch((cause: unknown) => {
      const message = `recording '${file}' cannot be written (${fileErrorReason(cause)}): check the path`;
      throw new LbsimError('ERR_RECORDING', message, { cause });
    });
    const stream = handle.createWriteStream();
    stream.on('error', (error) => this.#lose(fileErrorReason(error)));
    this.#stream = stream;
    this.#closed = new Promise<void>((resolve) => stream.once('close', resolve)).then(() => this.#tell());
    if (this.#ended) this.#finish();
  }

  /** Writes what there is, and no more. Resolves when all is in the file, or lost. */
  async close(): Promise<void> {
    this.#finish();
    await this.#closed;
  }

  #add(line: string): void {
    if (this.#ended) return;
    this.#chunk += `${line}\n`;
    this.#lines++;
    if (this.#lines === this.#options.maxLines) this.#finish();
    else if (this.#chunk.length >= CHUNK) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), SOON_MS).unref();
  }

  #lose(reason: string): void {
    this.#loss ??= reason;
    this.#ended = true;
    this.#chunk = '';
    this.#stream?.destroy();
  }

  /** Only when the file is closed, for the brain is in the middle of something while it is told. */
  #tell(): void {
    const { file, maxLines } = this.#options;
    if (this.#loss !== undefined) this.#events.emit('recording_lost', { file, reason: this.#loss });
    else if (this.#lines === maxLines) this.#events.emit('recording_full', { file, lines: maxLines });
  }

  #finish(): void {
    this.#ended = true;
    this.#write();
    this.#stream?.end();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const stream = this.#stream;
    if (stream === undefined || stream.destroyed || this.#chunk === '') return;
    const chunk = this.#chunk;
    this.#chunk = '';
    stream.write(chunk);
    if (stream.writableLength > MAX_WAITING) this.#lose('the disk is too slow');
  }
}
