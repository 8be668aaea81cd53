import type { LogEntry } from '../logging/log-entry.js';

/** Characters of a timestamp, a level, and what is between the fields. */
const AROUND = 80;
/** Characters of a number or a word. */
const OF_VALUE = 16;

/** An event as its ring keeps it. Its text is made when somebody reads it: most events of connections are read by nobody. */
export class KeptEvent {
  /** From 1 up, without a gap, for as long as the process lives. */
  readonly id: number;
  /** The event's name, as in the log. */
  readonly event: string;
  /** About as many characters as it takes. */
  readonly size: number;
  readonly #at = Date.now();
  #entry: LogEntry | undefined;
  #data = '';

  constructor(id: number, entry: LogEntry) {
    this.id = id;
    this.event = entry.event;
    this.#entry = entry;
    const size = sizeOfFlat(entry.fields);
    // What is nested may change later.
    this.size = (size ?? this.data.length) + entry.message.length + AROUND;
  }

  /** Its fields as one JSON object: `timestamp` (RFC 3339, with milliseconds), `message`, and those of the log. */
  get data(): string {
    if (this.#entry === undefined) return this.#data;
    const { level, message, fields } = this.#entry;
    this.#entry = undefined;
    return (this.#data = JSON.stringify({ timestamp: new Date(this.#at), level, message, ...fields }));
  }
}

/** About as many characters as these fields take; undefined if one of them is an object. */
function sizeOfFlat(fields: object | undefined): number | undefined {
  let size = 0;
  for (const name in fields) {
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'object' && value !== null) return undefined;
    size += name.length + (typeof value === 'string' ? value.length : OF_VALUE);
  }
  return size;
}
