import { defined, type Defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { isTrace } from '../../recording/trace-file.js';
import { checkOptions, defaultsOf } from '../../schema/library.js';
import { positiveTime } from '../../schema/time.js';
import { refuseLineBreak } from '../message-line.js';
import { CLIENT_DEFAULTS, LOAD_TABLE, TARGET_TABLE } from '../option-table.js';
import { targetList, type TargetOptions } from '../targets/target-options.js';

/** What a load run is to do. Times are in milliseconds. */
export interface LoadOptions extends TargetOptions {
  /** Connections to make. @default 1, unlimited with `durationMs`, and all of a trace */
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
  /**
   * How they are spaced in an open loop: `even`; `poisson`, at random; `bursty`, a quarter of the time at twice the rate, else at
   * two thirds of it; or `trace:FILE`, at the times in a file, one a line, brought to `rate` if that is given. @default 'even'
   */
  readonly arrivals?: string | undefined;
  /** Seed of random arrivals; the same seed gives the same ones. @default 1 */
  readonly seed?: number | undefined;
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
  /**
   * Conditions on which the run is to fail, such as `p99>200ms`, `connect-p99>1s`, `errors>1%`, `errors>5`, `mismatches>0` or
   * `throughput<100` (connections a second that went well). `failIf` of the report says which of them hold. @default none
   */
  readonly failIf?: readonly string[] | undefined;
}

type Optional = 'fallbacks' | 'pick' | 'durationMs' | 'rate' | 'size' | 'message' | 'failIf';

/** All is there but what was not given and has no default. */
export type ResolvedLoadOptions = Pick<LoadOptions, Optional> &
  Required<Defined<Omit<LoadOptions, Optional>>>;

const TABLE = { ...TARGET_TABLE, ...LOAD_TABLE };
/** Those that the command line has elsewhere, or not at all. */
const BESIDE = {
  message: 'string',
  connectTimeoutMs: 'number',
  fallbacks: 'objects',
  pick: 'string',
} as const;

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function resolveLoadOptions(given: LoadOptions): ResolvedLoadOptions {
  checkOptions('LoadOptions', given, TABLE, BESIDE, ['host', 'port']);
  const resolved: ResolvedLoadOptions = {
    ...defaultsOf(LOAD_TABLE),
    ...CLIENT_DEFAULTS,
    count: given.durationMs === undefined && !isTrace(given.arrivals) ? 1 : Infinity,
    concurrency: given.rate === undefined && !isTrace(given.arrivals) ? 1 : Infinity,
    ...defined(given),
  };
  positiveTime.check('connectTimeoutMs', resolved.connectTimeoutMs);
  targetList(resolved);
  if (given.message !== undefined) checkMessage(given.message, given.size);
  return resolved;
}

function checkMessage(message: string, size: number | undefined): void {
  refuseLineBreak(message);
  if (size !== undefined) {
    throw optionError(`both message '${message}' and size ${size}: give one of them`);
  }
  if (message.startsWith('[')) {
    throw optionError(
      `message '${message}' cannot be told from a backend's name: begin it with something else than '['`,
    );
  }
}
