import type { Socket, TcpNetConnectOpts } from 'node:net';
import { createInterface } from 'node:readline';
import { systemErrorCode } from '../../../lib/errors.js';
import { closed, connectToLoopback, RESET, settled, until } from '../../helpers/sockets.js';

/** A timer of another process may be early by so much, as it is seen from here. */
const CLOCK_SLACK_MS = 5;

/** One end of a connection, and in words what it sees of the other: answers, FIN, RST. */
export class Witness {
  /** `address:port`, as a balancer names it; empty when the connection could not be made. */
  readonly name: string;
  readonly #socket: Socket | undefined;
  readonly #seen: string[] = [];
  readonly #lines: string[] = [];
  #ending: string | undefined;
  #since: number;

  /**
   * @param socket - a connection that stands, or undefined for one that failed with `ending`
   * @param since - when it was begun, by `performance.now()`
   */
  constructor(socket: Socket | undefined, ending?: string, since = performance.now()) {
    this.#socket = socket;
    this.#since = since;
    this.#ending = ending;
    this.name = socket === undefined ? '' : `${socket.localAddress}:${socket.localPort}`;
    if (socket !== undefined) this.#watch(socket);
  }

  /** A connection that is refused or reset while it is made is one that ended so. */
  static async connect(port: number, options: Partial<TcpNetConnectOpts> = {}): Promise<Witness> {
    const since = performance.now();
    try {
      return new Witness(await connectToLoopback(port, options), undefined, since);
    } catch (error) {
      return new Witness(undefined, inWords(error));
    }
  }

  /** All that it has noted, in order. */
  get seen(): string {
    return this.#seen.join(', then ');
  }

  /** Whether the connection is over, as far as this end knows. */
  get over(): boolean {
    return this.#ending !== undefined;
  }

  /** Notes the next answer or the end of the connection, and that it did not come before so many milliseconds had passed. */
  async sees(notBeforeMs = 0): Promise<void> {
    await until(() => this.#lines.length > 0 || this.over);
    const elapsed = performance.now() - this.#since;
    const late = notBeforeMs > 0 && elapsed >= notBeforeMs - CLOCK_SLACK_MS;
    this.#note(`${this.#lines.shift() ?? String(this.#ending)}${late ? ` after ${notBeforeMs} ms` : ''}`);
  }

  /** Sends a line, and notes what comes of it. The first time counts from when the connection was begun, as does what a balancer does for it. */
  async asks(notBeforeMs = 0): Promise<void> {
    const since = this.#seen.length === 0 ? this.#since : undefined;
    this.says('hello\n');
    if (since !== undefined) this.#since = since;
    await this.sees(notBeforeMs);
  }

  says(text: string): void {
    this.#socket?.write(text);
    this.#since = performance.now();
  }

  /** Sends until nobody takes any more. */
  async floods(): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    do socket.write(Buffer.alloc(256 * 1024, 'x'));
    while ((await settled(() => socket.writableLength)) === 0);
  }

  /** Notes that nothing has come so far. */
  waits(): void {
    if (this.#lines.length === 0 && !this.over) this.#note('waits');
  }

  /** Says something and that it is the last; the other side may still answer. */
  finishes(lastWords = ''): void {
    this.#socket?.end(lastWords);
    this.#since = performance.now();
  }

  resets(): void {
    this.#socket?.resetAndDestroy();
  }

  /** Closes in good order, unless it is over, and waits until the other side has closed, too. */
  async leaves(): Promise<void> {
    if (this.#socket === undefined) return;
    this.#socket.end();
    await closed(this.#socket);
  }

  #note(words: string): void {
    this.#seen.push(words);
    this.#since = performance.now();
  }

  #watch(socket: Socket): void {
    createInterface(socket)
      .on('line', (line) => this.#lines.push(`the answer of ${backendIn(line)}`))
      .on('error', () => undefined); // it emits the socket's errors, too
    socket.once('error', (error) => (this.#ending ??= inWords(error)));
    // Node takes a reset for FIN when it comes along with bytes; a write of nothing then fails.
    socket.once('end', () => {
      if (socket.writableEnded) this.#ending ??= 'FIN';
      else socket.write('', (error) => (this.#ending ??= error ? inWords(error) : 'FIN'));
    });
  }
}

/** Who answered: `B1` of `B1:hello` or `[B1] hello`. */
function backendIn(line: string): string {
  return /^\[?(\w+)[\]:]/.exec(line)?.[1] ?? `nobody: ${line}`;
}

function inWords(error: unknown): string {
  const code = systemErrorCode(error) ?? String(error);
  if (RESET.test(code)) return 'RST';
  return code === 'ECONNREFUSED' ? 'connection refused' : code;
}
