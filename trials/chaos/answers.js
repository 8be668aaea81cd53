// What a client is to be answered, held against what comes, byte by byte and in order.

const LINE_START = /^\[([^\]]*)\] /;

/** The answers of a `named` backend: its name and the line, for each line. */
export class NamedAnswers {
  /** What was wrong with the first bytes that were; undefined as long as none were. */
  wrong;
  /** Bytes that were right. */
  bytes = 0;
  #expected = [];
  #next = 0;
  #rest = '';
  #wasCut = false;
  #names = new Set();

  /** @param line - to be answered after all those before it; without its newline */
  expect(line) {
    this.#expected.push(line);
  }

  get isComplete() {
    return this.#next === this.#expected.length && this.#rest === '';
  }

  /** The names in the answers. */
  get names() {
    return [...this.#names];
  }

  /** @param chunk - the next bytes that came */
  take(chunk) {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) this.#takeLine(line);
  }

  /**
   * A backend that is told to end answers what it has received of a line as if it were the whole of it. So a line may be cut
   * short, but only the last one: the connection then ends with one answer missing.
   */
  #takeLine(line) {
    const [start, name] = LINE_START.exec(line) ?? ['', undefined];
    const answer = line.slice(start.length);
    const expected = this.#expected[this.#next];
    const isCut = answer !== expected && expected?.startsWith(answer);
    if (name === undefined || this.#wasCut || (answer !== expected && !isCut)) {
      const what = this.#wasCut ? 'was cut short, and then comes' : 'is';
      this.wrong ??= `line ${this.#next + 1} ${what} ${short(line)} instead of ${short(expected)}`;
      return;
    }
    this.#names.add(name);
    this.#wasCut = isCut;
    if (isCut) return;
    this.#expected[this.#next++] = undefined; // nobody needs it any more
    this.bytes += line.length + 1;
  }
}

/** The answers of an `echo` backend: the very bytes. */
export class EchoedAnswers {
  wrong;
  bytes = 0;
  names = [];
  #expected = [];
  #owed = 0;

  expect(bytes) {
    if (bytes.length > 0) this.#expected.push(bytes);
    this.#owed += bytes.length;
  }

  get isComplete() {
    return this.bytes === this.#owed;
  }

  take(chunk) {
    for (let left = chunk; left.length > 0 && this.wrong === undefined;) {
      const [expected] = this.#expected;
      const part = left.subarray(0, expected?.length ?? 0);
      if (part.length === 0 || !part.equals(expected.subarray(0, part.length))) {
        this.wrong = `after ${this.bytes} right bytes come others than were sent`;
        return;
      }
      this.bytes += part.length;
      left = left.subarray(part.length);
      if (part.length === expected.length) this.#expected.shift();
      else this.#expected[0] = expected.subarray(part.length);
    }
  }
}

const short = (text) =>
  text === undefined ? 'none' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
