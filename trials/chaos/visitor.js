// One client's connection through a balancer, and the record of what became of it.
import { connect } from 'node:net';

/** A client that sees nothing happen for so long gives up, which nothing excuses: longer than any fault lasts. */
const PATIENCE_MS = 120_000;

/** What has not gone out for so long is held back by back-pressure, in milliseconds. */
const STALLED_MS = 400;

/** Bytes after which a client gives up being held back: more than the buffers of three processes and two connections. */
const STALLED_BYTES = 64e6;

/** Thrown out of whatever a client was about when its connection failed; the record says how. */
export class VisitFailed extends Error {}

export class Visitor {
  /** What it is to be answered, and was. */
  answers;
  #record;
  #socket;
  /** The connection is of no more use: it has failed, or was left. */
  #isOver = false;
  /** When the other side's FIN came. */
  #finAt;
  #waiting = new Set();
  #whenClosed;

  /** @param answers - {@link NamedAnswers} or {@link EchoedAnswers} */
  constructor(kind, answers, { port, localAddress }) {
    this.answers = answers;
    this.#record = { kind, begunAt: Date.now() };
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true, allowHalfOpen: true });
    this.#socket
      .setTimeout(PATIENCE_MS)
      .on('connect', () => this.#connected())
      .on('data', (chunk) => this.#took(chunk))
      .on('drain', () => this.#wake())
      .on('end', () => this.#sawEnd())
      .on('error', ({ code }) => this.#lost(code === 'EPIPE' ? 'ECONNRESET' : code))
      .on('timeout', () => this.#lost('timeout'));
    this.#whenClosed = new Promise((resolve) => this.#socket.once('close', resolve));
  }

  /** @throws VisitFailed, as all of these do when the connection fails */
  async connected() {
    await this.#until(() => this.#record.client !== undefined);
  }

  /** Sends what is to be answered: bytes to an `echo` backend, a line without its newline to a `named` one. */
  async send(what) {
    this.#write(what);
    await this.#until(() => !this.#socket.writableNeedDrain);
  }

  /** Reads nothing and sends until back-pressure stands. @param draw - draws what to send next */
  async stall(draw) {
    this.#socket.pause();
    for (let bytes = 0; bytes < STALLED_BYTES && !this.#record.stalled;) {
      const what = draw();
      this.#write(what);
      bytes += what.length;
      const timer = setTimeout(() => {
        this.#record.stalled = true;
        this.#wake();
      }, STALLED_MS);
      await this.#until(() => this.#record.stalled || !this.#socket.writableNeedDrain).finally(() =>
        clearTimeout(timer),
      );
    }
  }

  /** Sends FIN; after a last line, which has no newline, if there is one. */
  end(line) {
    this.#assertUsable();
    if (line !== undefined) this.answers.expect(line);
    this.#record.sentAt ??= Date.now();
    this.#socket.end(line, 'latin1');
  }

  /** Waits until all that was sent is answered. */
  async answered() {
    await this.#until(() => this.answers.isComplete);
  }

  /** Waits until some of it is. */
  async answeredInPart() {
    await this.#until(() => this.answers.bytes > 0);
  }

  /** Waits for the other side's FIN. */
  async seenOut() {
    await this.#until(() => this.#finAt !== undefined);
  }

  /** Reads nothing for a while. */
  async rest(milliseconds) {
    this.#socket.pause();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.#socket.resume();
  }

  /** Leaves by RST. */
  reset() {
    if (!this.#isOver) this.#record.resetAt = Date.now();
    if (this.answers.bytes === 0) this.#record.mayBeUnseen = true;
    this.#isOver = true;
    this.#socket.resetAndDestroy();
  }

  /** Leaves. @returns the record, see `Visit` in checker.js, when the socket is closed */
  async left() {
    this.#isOver = true;
    this.#socket.destroySoon();
    await this.#whenClosed;
    const { names: answeredBy, wrong, bytes } = this.answers;
    return { endedAt: Date.now(), ...this.#record, answeredBy, wrong, bytes };
  }

  #write(what) {
    this.#assertUsable();
    this.answers.expect(what);
    this.#record.sentAt ??= Date.now();
    this.#socket.write(what, 'latin1');
    if (typeof what === 'string') this.#socket.write('\n');
  }

  #connected() {
    const { localAddress, localPort } = this.#socket;
    this.#record.client = `${localAddress}:${localPort}`;
    this.#wake();
  }

  #took(chunk) {
    this.answers.take(chunk);
    if (this.answers.wrong !== undefined) this.#fail('wrong answer');
    this.#wake();
  }

  #sawEnd() {
    this.#finAt = Date.now();
    if (!this.answers.isComplete) this.#fail('closed early');
    this.#wake();
  }

  /** By RST or for lack of a sign. It is no failure after all is said and answered. */
  #lost(failure) {
    if (this.answers.isComplete && this.#socket.writableEnded) this.#finAt ??= Date.now();
    else this.#fail(failure);
    this.#wake();
  }

  #fail(failure, endedAt = Date.now()) {
    if (this.#isOver) return;
    Object.assign(this.#record, { failure, endedAt });
    this.#isOver = true;
    this.#socket.destroy();
  }

  /** Nothing more can be asked of one that has failed, or that the other side has closed. */
  #assertUsable() {
    if (this.#finAt !== undefined) this.#fail('closed early', this.#finAt);
    if (this.#isOver) throw new VisitFailed(this.#record.failure);
  }

  async #until(isSo) {
    while (!isSo()) {
      if (this.#isOver) throw new VisitFailed(this.#record.failure);
      await new Promise((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake() {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
