import { defined, type Defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import type { Address } from '../../net/address.js';
import { checkShape, type Shape } from '../../option-shape.js';
import { CLIENT_DEFAULTS, checkInteger, checkLine, checkPort, checkPositive, checkTime } from '../options.js';

/** What a load run is to do. Times are in milliseconds. */
export interface LoadOptions extends Address {
  /** Connections to make. @default 1, and unlimited with `durationMs` */
  readonly count?: number | undefined;
  /** After which no connection is begun; those under way finish. With `count`, whichever comes first. */
  readonly durationMs?: number | undefined;
  /**
   * Connections open at once. With `rate` it is an upper bound, and there is none unless it is given: a connection that
   * is due and finds no place waits for one, and its wait counts as latency.
   *
   * @default 1, and unlimited with `rate`
   */
  readonly concurrency?: number | undefined;
  /** Connections a second, each on its due time whatever became of the others (open loop). @default as fast as answered */
  readonly rate?: number | undefined;
  /** Bytes of each message, its newline not counted. @default as long as the message's number needs */
  readonly size?: number | undefined;
  /** The same text in each message, instead of one that only this message has; then a crossed answer goes unseen. */
  readonly message?: string | undefined;
  /** @default 1 */
  readonly messagesPerConnection?: number | undefined;
  /** How long a connection is kept open after its last answer. @default 0 */
  readonly holdMs?: number | undefined;
  /** After which an answer is given up, or the peer's close after our own. @default 60000 */
  readonly timeoutMs?: number | undefined;
  /** @default 5000 */
  readonly connectTimeoutMs?: number | undefined;
}

type Optional = 'durationMs' | 'rate' | 'size' | 'message';

/** All is there but what was not given and has no default. */
export type SettledLoadOptions = Pick<LoadOptions, Optional> & Required<Defined<Omit<LoadOptions, Optional>>>;

const SHAPE: Shape<LoadOptions> = {
  host: 'string',
  port: 'number',
  count: 'number',
  durationMs: 'number',
  concurrency: 'number',
  rate: 'number',
  size: 'number',
  message: 'string',
  messagesPerConnection: 'number',
  holdMs: 'number',
  timeoutMs: 'number',
  connectTimeoutMs: 'number',
};

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function settleLoadOptions(given: LoadOptions): SettledLoadOptions {
  checkShape('LoadOptions', given, SHAPE, ['host', 'port']);
  const settled: SettledLoadOptions = {
    count: given.durationMs === undefined ? 1 : Infinity,
    concurrency: given.rate === undefined ? 1 : Infinity,
    messagesPerConnection: 1,
    holdMs: 0,
    timeoutMs: CLIENT_DEFAULTS.timeoutMs,
    connectTimeoutMs: CLIENT_DEFAULTS.connectTimeoutMs,
    ...defined(given),
  };
  checkPort(settled.port);
  if (given.count !== undefined) checkInteger('count', given.count, 1);
  if (given.concurrency !== undefined) checkInteger('concurrency', given.concurrency, 1);
  if (given.durationMs !== undefined) checkPositive('durationMs', given.durationMs);
  if (given.rate !== undefined) checkPositive('rate', given.rate);
  if (given.size !== undefined) checkInteger('size', given.size, 0);
  checkInteger('messagesPerConnection', settled.messagesPerConnection, 1);
  checkTime('holdMs', settled.holdMs, 0);
  checkTime('timeoutMs', settled.timeoutMs, 1);
  checkTime('connectTimeoutMs', settled.connectTimeoutMs, 1);
  if (given.message !== undefined) checkMessage(given.message, given.size);
  return settled;
}

function checkMessage(message: string, size: number | undefined): void {
  checkLine(message);
  if (size !== undefined) {
    throw optionError(`both message '${message}' and size ${size}: give one of them`);
  }
  if (message.startsWith('[')) {
    throw optionError(
      `message '${message}' cannot be told from a backend's name: begin it with something else than '['`,
    );
  }
}
