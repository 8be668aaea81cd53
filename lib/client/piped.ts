import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { systemErrorCode } from '../errors.js';
import type { Address } from '../net/address.js';
import { dial } from '../net/dial.js';
import { Flow } from '../net/flow.js';
import { connectError, connectFailure, lostBy, resetError, streamError } from './failure.js';
import { CLIENT_DEFAULTS, checkPort, defined } from './options.js';

export interface PipeOptions extends Address {
  readonly input: Readable;
  readonly output: Writable;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

/** How writing fails when nobody reads the output any more. */
const OUTPUT_CLOSED: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * Sends what the input has, half-closes at its end, and copies what comes back to the output until the peer's FIN, each
 * way at the pace of its reader. The FIN ends it even if the input has not ended. The streams are not closed; an output
 * that is closed by its reader (`| head`) ends it too, without an error.
 *
 * @throws LbsimError `ERR_CONNECT` when the connection cannot be made or is reset, `ERR_STREAM` when the input cannot be
 *   read or the output not written
 */
export async function pipeThrough({ input, output, ...options }: PipeOptions): Promise<void> {
  const { host, port, connectTimeoutMs: timeoutMs } = { ...CLIENT_DEFAULTS, ...defined(options) };
  checkPort(port);
  const address = { host, port };
  await new Promise<void>((resolve, reject) => {
    dial(address, { timeoutMs }, (outcome) => {
      if (outcome.ok) join(outcome.socket, input, output, address).then(resolve, reject);
      else reject(connectError(address, connectFailure(outcome.reason)));
    });
  });
}

function join(socket: Socket, input: Readable, output: Writable, address: Address): Promise<void> {
  const outward = new Flow(input, socket);
  const homeward = new Flow(socket, output);
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      input.off('data', outward.pushOrPause).off('end', halfClose).off('close', halfClose);
      input.off('error', inputFailed).pause();
      output.off('error', outputFailed).off('close', outputClosed);
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const halfClose = (): void => void socket.end();
    const inputFailed = (error: Error): void => settle(streamError('read the input', error));
    const outputClosed = (): void => settle();
    const outputFailed = (error: Error): void => {
      settle(OUTPUT_CLOSED.has(systemErrorCode(error)) ? undefined : streamError('write the output', error));
    };
    socket.on('data', homeward.pushOrPause);
    socket.on('end', () => homeward.whenFlushed(settle));
    socket.on('error', (error) => {
      // A peer that has sent all it had may well reset what it will not read.
      if (!socket.readableEnded) homeward.whenFlushed(() => settle(resetError(address, lostBy(error))));
    });
    output.on('error', outputFailed).on('close', outputClosed);
    input.on('error', inputFailed).on('end', halfClose).on('close', halfClose);
    input.on('data', outward.pushOrPause).resume();
    if (input.readableEnded || input.destroyed) halfClose();
    if (output.destroyed) settle();
  });
}
