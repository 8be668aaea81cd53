import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { systemErrorCode, LbsimError } from '../errors.js';
import { formatMs } from '../units.js';
import { CLIENT_HEADER, type ClientName } from './client-header.js';
import { eventBlock } from './event-block.js';

/** Which admin API: by its Unix socket, or by its address and a token. */
export type AdminTarget =
  { readonly socket: string } | { readonly url: string; readonly token?: string | undefined };

/** An event of a stream. */
export interface StreamedEvent {
  readonly id: number | undefined;
  readonly event: string;
  /** JSON. */
  readonly data: string;
}

/** What an admin API has answered. */
export interface AdminReply {
  readonly status: number;
  readonly text: string;
}

type Method = 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';

/** A body that is not JSON. */
export interface TextBody {
  readonly type: string;
  readonly text: string;
}

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';

interface Exchange {
  /** The type of the answer. @default JSON */
  readonly accept?: string;
  /** The type of the body. @default JSON */
  readonly type?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of which the change is. @default any */
  readonly generation?: number | undefined;
}

/** Asks an admin API. */
export class AdminClient {
  readonly #target: AdminTarget;
  readonly #by: ClientName;
  readonly #readTimeoutMs: number | undefined;

  /**
   * @param by - who asks, for the log of the one that is asked
   * @param readTimeoutMs - longest silence until an answer to GET is whole, but for streams: then it fails. @default no limit
   */
  constructor(target: AdminTarget, by: ClientName = 'ctl', readTimeoutMs?: number) {
    this.#target = target;
    this.#by = by;
    this.#readTimeoutMs = readTimeoutMs;
  }

  /**
   * @param path - with its query, such as `/v1/backends?limit=5`
   * @param generation - the change is refused where another one has come since that
   * @returns the body of a success
   * @throws LbsimError `ERR_REFUSED` with the problem's detail, and the problem as its cause; `ERR_CONNECT`: nobody is there, or something else
   */
  async ask(method: Method, path: string, body?: object, generation?: number): Promise<unknown> {
    const answer = await this.answer(method, path, body && JSON.stringify(body), generation);
    if (answer.status >= 300) throw refusal(answer);
    return answer.text === '' ? undefined : this.#read(answer.text);
  }

  /** Whatever is answered. @param body - JSON @throws LbsimError `ERR_CONNECT`: nobody is there */
  async answer(method: Method, path: string, body?: string, generation?: number): Promise<AdminReply> {
    const response = await this.#open(method, path, body, { generation });
    return { status: response.statusCode ?? 0, text: await this.#textOf(response) };
  }

  /**
   * As {@link ask}, with a text instead of JSON, or for one.
   *
   * @param accept - the type of the answer, which is returned as it is
   */
  async askText(method: Method, path: string, accept: string, body?: TextBody): Promise<string> {
    const response = await this.#open(method, path, body?.text, { accept, type: body?.type });
    const answer = { status: response.statusCode ?? 0, text: await this.#textOf(response) };
    if (answer.status >= 300) throw refusal(answer);
    return answer.text;
  }

  /** @param signal - ends the stream, which then throws @throws LbsimError as `ask` */
  async *events(path: string, signal?: AbortSignal): AsyncGenerator<StreamedEvent> {
    const response = await this.#open('GET', path, undefined, { accept: STREAM_TYPE, signal });
    const { statusCode: status = 0 } = response;
    if (status !== 200) throw refusal({ status, text: await this.#textOf(response) });
    let rest = '';
    try {
      for await (const part of response.setEncoding('utf8')) {
        const blocks = (rest + (part as string)).split('\n\n');
        rest = blocks.pop() ?? '';
        yield* blocks.map(eventOf).filter((event) => event !== undefined);
      }
    } catch (error) {
      throw this.#unreachable(error as Error);
    }
  }

  async #open(
    method: Method,
    path: string,
    body: string | undefined,
    { accept = JSON_TYPE, type = JSON_TYPE, signal, generation }: Exchange = {},
  ): Promise<IncomingMessage> {
    const { where, token } = this.#where(path);
    const timeout = method === 'GET' && accept !== STREAM_TYPE ? this.#readTimeoutMs : undefined;
    const headers = {
      Accept: accept,
      [CLIENT_HEADER]: this.#by,
      ...(method !== 'GET' && { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body ?? '') }),
      ...(generation !== undefined && { 'If-Match': `"${generation}"` }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(
        { ...where, method, headers, ...(signal && { signal }), ...(timeout !== undefined && { timeout }) },
        resolve,
      );
      sent.once('error', (error) => reject(this.#unreachable(error)));
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${formatMs(timeout ?? 0)}`)));
      sent.end(body);
    });
  }

  #where(path: string): { readonly where: RequestOptions; readonly token?: string | undefined } {
    const target = this.#target;
    if ('socket' in target) return { where: { socketPath: target.socket, path, host: 'localhost' } };
    const { hostname, port } = new URL(target.url);
    return { where: { host: hostname.replace(/^\[(.*)\]$/, '$1'), port, path }, token: target.token };
  }

  async #textOf(response: IncomingMessage): Promise<string> {
    let text = '';
    try {
      for await (const part of response.setEncoding('utf8')) text += part as string;
    } catch (error) {
      throw this.#unreachable(error as Error);
    }
    return text;
  }

  #read(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      const message = `what answers at '${this.#place}' is not an admin API of lbsim: see 'lbsim ctl ps' for what runs`;
      throw new LbsimError('ERR_CONNECT', message, { cause });
    }
  }

  get #place(): string {
    // Without what else may stand in the address: a password, or a token behind the #.
    return 'socket' in this.#target ? this.#target.socket : new URL(this.#target.url).origin;
  }

  #unreachable(error: Error): LbsimError {
    const reason = systemErrorCode(error) ?? error.message;
    return new LbsimError(
      'ERR_CONNECT',
      `cannot reach the admin API at '${this.#place}' (${reason}): see 'lbsim ctl ps' for what runs`,
      {
        cause: error,
      },
    );
  }
}

/** An event of a stream; undefined for what only keeps it open. */
function eventOf(block: string): StreamedEvent | undefined {
  const found = eventBlock(block);
  return found && { ...found, id: found.id === undefined ? undefined : Number.parseInt(found.id, 10) };
}

function refusal({ status, text }: AdminReply): LbsimError {
  let problem: { readonly detail?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not lbsim's answer: its status has to do.
  }
  return new LbsimError('ERR_REFUSED', problem.detail ?? `status ${status}`, { cause: problem });
}
