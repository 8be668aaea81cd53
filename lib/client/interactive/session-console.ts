import { clearScreenDown, createInterface, cursorTo, moveCursor, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { printable } from '../../printable.js';
import { reflow } from '../../reflow.js';
import { TerminalText } from '../terminal-text.js';
import { completeCommand } from './session-commands.js';

export interface SessionStreams {
  readonly input: Readable;
  /** For what the server sends. */
  readonly output: Writable;
  /** For the prompt and all that the session itself has to say. */
  readonly prompts: Writable;
}

export interface ConsoleEvents {
  line(text: string): void;
  /** No further line will come: end of input, Ctrl-C or Ctrl-D on a terminal, or a stream that failed. */
  end(): void;
}

const PROMPT = 'lbsim> ';
/** While an answer is awaited. */
const WAITING_PROMPT = 'lbsim (waiting)> ';
const NEWLINE = 0x0a;
/** Of what is typed, in characters. */
const MAX_LINE = 64 * 1024;

/** The user's side of a session: a prompt that stays the last line, with what happens shown above it. */
export class SessionConsole {
  /** Whether a human edits lines here. */
  readonly terminal: boolean;
  readonly #output: Writable;
  readonly #prompts: Writable;
  readonly #editor: Interface;
  readonly #unlisten: () => void;
  readonly #text = new TerminalText();
  #closed = false;
  /** Whether the prompt is the last thing shown. */
  #prompted = false;
  /** Whether the server's last bytes left the cursor in the middle of a line. */
  #midLine = false;

  constructor({ input, output, prompts }: SessionStreams, events: ConsoleEvents) {
    this.terminal = isTerminal(input) && isTerminal(prompts);
    this.#output = output;
    this.#prompts = prompts;
    this.#editor = createInterface({
      input,
      output: prompts,
      terminal: this.terminal,
      prompt: PROMPT,
      crlfDelay: Infinity,
      completer: completeCommand,
    });
    const bound = (): void => {
      if (this.#editor.line.length <= MAX_LINE) return;
      this.#editor.write(null, { ctrl: true, name: 'u' });
      this.notice(`a line of more than ${MAX_LINE} characters was dropped: pipe it to lbsim client`);
    };
    // After the editor, which has put in what came.
    if (this.terminal) input.on('data', bound);
    this.#editor.on('line', (text) => {
      if (this.terminal) this.#prompted = false; // the user's Enter has ended the prompt's line
      events.line(text);
    });
    this.#editor.on('close', () => {
      this.#closed = true;
      if (this.terminal && this.#prompted && prompts.writable) prompts.write('\n');
      events.end();
    });
    const failed = (): void => this.close();
    this.#editor.on('error', failed); // readline passes the input's errors on
    const streams = [input, output, prompts];
    for (const stream of streams) stream.on('error', failed);
    this.#unlisten = () => {
      input.off('data', bound);
      for (const stream of streams) stream.off('error', failed);
    };
  }

  /** Says something, in lines, which are broken between words at the edge of a terminal. */
  notice(text: string): void {
    const columns = isTerminal(this.#prompts) ? columnsOf(this.#prompts) : Infinity;
    const lines = text
      .split('\n')
      .map((line) => fitted(printable(line), columns))
      .join('\n');
    this.#above(() => this.#prompts.write(`${lines}\n`));
  }

  /**
   * Shows what the server sent.
   *
   * @returns false when the output wants to catch up first; then it will emit `drain`
   */
  data(bytes: Uint8Array): boolean {
    this.#midLine = bytes.at(-1) !== NEWLINE;
    let room = true;
    const shown = isTerminal(this.#output) ? this.#text.write(bytes) : bytes;
    this.#above(() => (room = this.#output.write(shown)));
    return room;
  }

  /** Shows on a terminal, by the prompt, whether an answer is awaited. */
  waiting(isWaiting: boolean): void {
    if (!this.terminal || this.#closed) return;
    this.#above(() => this.#editor.setPrompt(isWaiting ? WAITING_PROMPT : PROMPT));
  }

  /** Whether there is an editor and nothing in it. */
  get canOffer(): boolean {
    return this.terminal && !this.#closed && this.#editor.line === '';
  }

  /** Puts a line into the editor, for Enter to send it. */
  offer(text: string): void {
    this.#editor.write(text);
  }

  prompt(): void {
    if (this.#closed) return;
    this.#editor.prompt(true);
    this.#prompted = true;
  }

  /** Takes no further line; `end` is called if it has not been. */
  close(): void {
    if (!this.#closed) this.#editor.close();
  }

  /** Lets go of the streams. */
  release(): void {
    this.close();
    this.#unlisten();
  }

  #above(write: () => unknown): void {
    if (this.#closed) {
      write();
      return;
    }
    if (this.terminal) {
      moveCursor(this.#prompts, 0, -this.#editor.getCursorPos().rows);
      cursorTo(this.#prompts, 0);
      clearScreenDown(this.#prompts);
    } else if (this.#prompted) {
      this.#prompts.write('\n');
    }
    write();
    if (this.#midLine && this.terminal) this.#prompts.write('\n');
    this.#midLine = false;
    this.prompt();
  }
}

/** What is indented stays so in all its lines. */
function fitted(line: string, columns: number): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  return indent + reflow(line.slice(indent.length), columns, indent);
}

/** Infinite where a terminal does not say how wide it is, or says 0, as one behind a serial line does: it breaks lines itself. */
function columnsOf({ columns = 0 }: Writable & { readonly columns?: number }): number {
  return columns > 0 ? columns : Infinity;
}

function isTerminal(stream: Readable | Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
