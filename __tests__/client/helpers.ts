import type { Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import {
  InteractiveSession,
  type InteractiveOptions,
} from '../../lib/client/interactive/interactive-session.js';
import { LoadGenerator } from '../../lib/client/load/load-generator.js';
import type { LoadOptions } from '../../lib/client/load/load-options.js';
import type { LoadReport } from '../../lib/client/load/load-report.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const NEWLINE = 0x0a;
const PIECE_BYTES = 64 * 1024;

/** What a scripted server does with a line. `nth` counts the lines of this connection, `connection` the connections, both from 1. */
export type OnLine = (line: string, at: { socket: Socket; nth: number; connection: number }) => void;

export interface ScriptedServer {
  readonly port: number;
  /** The connections so far, first to last. */
  readonly sockets: Socket[];
  /** All lines so far, in the order in which they came. */
  readonly lines: string[];
}

/** A server that reads lines, leaves the answers to the test, and closes when its client has. */
export async function scriptedServer(
  onEnd: (close: () => unknown) => void,
  onLine: OnLine,
  onConnection: (socket: Socket, connection: number) => void = () => undefined,
): Promise<ScriptedServer> {
  const sockets: Socket[] = [];
  const lines: string[] = [];
  const { server, port } = await listenOnLoopback((socket) => {
    const connection = sockets.push(socket);
    let nth = 0;
    eachLine(socket, (line) => {
      lines.push(line);
      onLine(line, { socket, nth: ++nth, connection });
    });
    socket.on('end', () => socket.end());
    onConnection(socket, connection);
  });
  onEnd(() => closeAll(server, sockets));
  return { port, sockets, lines };
}

/** A server that does this with each connection. @returns its port */
export async function serve(
  onEnd: (close: () => unknown) => void,
  onConnection: (socket: Socket) => void,
): Promise<number> {
  const sockets: Socket[] = [];
  const { server, port } = await listenOnLoopback((socket) => {
    sockets.push(socket);
    onConnection(socket);
  });
  onEnd(() => closeAll(server, sockets));
  return port;
}

/** A server that answers as a `named` backend does: each line after its name, a long one in pieces. */
export function namedServer(
  onEnd: (close: () => unknown) => void,
  name: string,
  onConnection?: (socket: Socket, connection: number) => void,
): Promise<ScriptedServer> {
  return scriptedServer(onEnd, (line, { socket }) => socket.write(namedAnswer(name, line)), onConnection);
}

/** A named server that knows how many clients it had at once: from being accepted to their FIN. */
export async function countingServer(
  onEnd: (close: () => unknown) => void,
): Promise<{ port: number; most: () => number; total: () => number }> {
  let [open, most, total] = [0, 0, 0];
  const { port } = await namedServer(onEnd, 'B1', (socket) => {
    total++;
    most = Math.max(most, ++open);
    socket.prependListener('end', () => open--);
  });
  return { port, most: () => most, total: () => total };
}

/** A server that answers nobody until so many lines have come, and then everybody. */
export async function serverThatWaitsFor(
  onEnd: (close: () => unknown) => void,
  lines: number,
): Promise<number> {
  const answers: (() => void)[] = [];
  const { port } = await scriptedServer(onEnd, (line, { socket }) => {
    answers.push(() => socket.write(namedAnswer('B1', line)));
    if (answers.length >= lines) for (const answer of answers.splice(0)) answer();
  });
  return port;
}

/** What a `named` backend answers to an ASCII line. */
export function namedAnswer(name: string, line: string): string {
  const pieces = Math.max(1, Math.ceil(line.length / PIECE_BYTES));
  const piece = (index: number): string => line.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
  return Array.from({ length: pieces }, (_, index) => `[${name}] ${piece(index)}\n`).join('');
}

/** A load against a loopback port, with one message on one connection unless told otherwise. */
export function runLoad(port: number, options: Partial<LoadOptions> = {}): Promise<LoadReport> {
  return new LoadGenerator({ host: '127.0.0.1', port, ...options }).run();
}

/** A writable that keeps what it is given and can be waited on. */
export class Screen extends Writable {
  readonly columns = 80;
  readonly isTTY: boolean;
  #text = '';
  #look: (() => void) | undefined;

  constructor({ terminal = false } = {}) {
    super({ decodeStrings: false });
    this.isTTY = terminal;
  }

  get text(): string {
    return this.#text;
  }

  /** Resolves as soon as that text has been written, `times` times in all. */
  async shows(text: string, times = 1): Promise<void> {
    while (this.#text.split(text).length <= times) await new Promise<void>((look) => (this.#look = look));
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.#text += chunk.toString();
    this.#look?.();
    done();
  }
}

/** An input that says it is a terminal. */
export function terminalInput(): PassThrough {
  return Object.assign(new PassThrough(), { isTTY: true });
}

/** A session at work, and its user's side. */
export interface RunningSession {
  readonly input: PassThrough;
  readonly output: Screen;
  readonly prompts: Screen;
  readonly session: InteractiveSession;
  readonly ended: Promise<void>;
  /** Types a line. */
  readonly type: (line: string) => void;
}

/** Starts a session with a loopback port, on a terminal or not. */
export function startSession(
  onEnd: (close: () => unknown) => void,
  port: number,
  options: Partial<InteractiveOptions> & { terminal?: boolean } = {},
): RunningSession {
  const { terminal = false, ...rest } = options;
  const input = terminal ? terminalInput() : new PassThrough();
  const [output, prompts] = [new Screen({ terminal }), new Screen({ terminal })];
  const session = new InteractiveSession({ host: '127.0.0.1', port, input, output, prompts, ...rest });
  const ended = session.run();
  onEnd(async () => {
    session.close();
    await ended.catch(() => undefined);
  });
  return { input, output, prompts, session, ended, type: (line) => void input.write(`${line}\n`) };
}

/** How many sockets, listeners and timers keep this process alive. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
}

/**
 * Resolves as soon as there are no more handles than there were; the test fails by its timeout if there always are. The
 * wait is for those of other tests and of Jest, which come and go.
 */
export async function nothingIsLeft(before: number): Promise<void> {
  while (openHandles() > before) await new Promise((next) => setImmediate(next));
}

function eachLine(socket: Socket, onLine: (line: string) => void): void {
  const parts: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      parts.push(rest.subarray(0, end));
      onLine(Buffer.concat(parts.splice(0)).toString());
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
  });
}

async function closeAll(server: { close(done: () => void): unknown }, sockets: Socket[]): Promise<void> {
  const closed = new Promise<void>((done) => server.close(done));
  for (const socket of sockets) socket.destroy();
  await closed;
}
