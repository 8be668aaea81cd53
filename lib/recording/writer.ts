import { fileErrorReason, LbsimError } from '../errors.js';
import { openWriter } from '../output/open-writer.js';
import { WriteQueue } from '../output/write-queue.js';
import type { Writer } from '../output/writer.js';
import type { Journal } from '../routing/journal.js';
import { recordingLine, type RecordingHeader } from './format.js';
import type { EventSink } from '../event-sink.js';
import type { RecordingEvents } from './events.js';

export interface RecordingWriterOptions {
  /** Where to; what it held before is lost. */
  readonly file: string;
  /** Lines that it may have, the header among them. */
  readonly maxLines: number;
}

/** Characters that are written at once, and the longest delay in milliseconds. */
const CHUNK = 64 * 1024;
const SOON_MS = 100;

/** Bytes that may wait to be written: a disk that is so far behind does not catch up. */
const MAX_WAITING = 64 * 1024 * 1024;
/** How long the rest may take to be written at the end: a FIFO that nobody reads takes for ever. */
const REST_MS = 2000;

/**
 * Writes what drives the decisions of a balancer to a file, until that is full or cannot be written, either of which is
 * said once and harms nothing else. Who hands in a line never waits for the disk.
 */
export class RecordingWriter {
  /** To be told of all that the brain is told. */
  readonly journal: Journal = (entry) => this.#add(recordingLine(entry));
  readonly #options: RecordingWriterOptions;
  readonly #events: EventSink<RecordingEvents>;
  #writer: Writer | undefined;
  #queue: WriteQueue | undefined;
  #told = false;
  #chunk = '';
  #lines = 0;
  #ended = false;
  /** Why it was given up. */
  #loss: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(header: RecordingHeader, options: RecordingWriterOptions, events: EventSink<RecordingEvents>) {
    this.#options = options;
    this.#events = events;
    this.#add(recordingLine(header));
  }

  /** @throws LbsimError `ERR_RECORDING` when the file cannot be written */
  open(): void {
    if (this.#writer !== undefined) return;
    this.#writer = openRecording(this.#options.file);
    this.#queue = new WriteQueue(this.#writer, (_chunk, error) => {
      if (error !== undefined) this.#lose(fileErrorReason(error));
      else if (this.#ended) this.#tellSoon();
    });
    if (this.#ended) this.#finish();
  }

  /** Writes what there is, and no more. Resolves when all is in the file, or lost. */
  async close(): Promise<void> {
    this.#finish();
    if ((await this.#queue?.settled(REST_MS)) === false) this.#lose('writing is too slow');
    this.#tell();
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
    this.#queue?.takeBack();
    this.#tellSoon();
  }

  /** Not at once, for the brain is in the middle of something while it is told. */
  #tellSoon(): void {
    setImmediate(() => {
      if (this.#loss !== undefined || this.#queue?.idle === true) this.#tell();
    });
  }

  #tell(): void {
    if (this.#told || this.#writer === undefined) return;
    this.#told = true;
    this.#writer.close();
    const { file, maxLines } = this.#options;
    if (this.#loss !== undefined) this.#events.emit('recording_lost', { file, reason: this.#loss });
    else if (this.#lines === maxLines) this.#events.emit('recording_full', { file, lines: maxLines });
  }

  #finish(): void {
    this.#ended = true;
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue === undefined || this.#loss !== undefined || this.#chunk === '') return;
    const chunk = Buffer.from(this.#chunk);
    this.#chunk = '';
    this.#queue.push(chunk);
    if (this.#queue.bytes > MAX_WAITING) this.#lose('writing is too slow');
  }
}

function openRecording(file: string): Writer {
  try {
    return openWriter(file, 'w');
  } catch (cause) {
    const message = `recording '${file}' cannot be written (${fileErrorReason(cause)}): check the path`;
    throw new LbsimError('ERR_RECORDING', message, { cause });
  }
}
