import { constants } from 'node:os';
import { LbsimError } from '../errors.js';
import { jsonLine } from './json-line.js';
import type { ServiceManager } from './service-manager.js';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Calls back at the first of the signals. From then on a second one ends the process at once with status 1. */
export function onStopSignal(callback: (signal: StopSignal) => void, signals = STOP_SIGNALS): void {
  let asked = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(1);
    asked = true;
    callback(signal as StopSignal);
  };
  for (const signal of signals) process.on(signal, stop);
}

/** For a session that the user ends in whatever way: being stopped is no failure. */
export function exitQuietly(): void {
  process.exit(0);
}

/**
 * For a command that has printed all it has: says which signal it was, and ends it with the status of that signal.
 *
 * @param printRest - called before
 */
export function exitWhenInterrupted(printRest: (signal: StopSignal) => void = () => undefined): void {
  onStopSignal((signal) => {
    printRest(signal);
    process.exit(interrupted(signal));
  });
}

/**
 * A command that a signal ends early, and that then prints what it has found so far:
 *
 *     const interruption = new Interruption();
 *     const report = await work(interruption.signal);
 *     return interruption.status(report.ok ? 0 : 1);
 */
export class Interruption {
  /** Which signal it was. */
  by: StopSignal | undefined;
  readonly #controller = new AbortController();

  constructor() {
    onStopSignal((signal) => {
      this.by = signal;
      this.#controller.abort();
    });
  }

  /** Aborted when it comes. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A result as one line of JSON, which says when it is not the whole one. */
  json(report: unknown): string {
    const by = this.by;
    return jsonLine(by === undefined ? report : { ...(report as object), interrupted: by });
  }

  /**
   * Says that the command was interrupted, if it was.
   *
   * @param uninterrupted - the exit status if it was not
   * @param made - how far it came
   * @returns the exit status
   */
  status(uninterrupted: number, made?: string): number {
    return this.by === undefined ? uninterrupted : interrupted(this.by, made);
  }
}

/**
 * @returns the exit status of a command that a signal ended, as shells have it: 128 and the number of the signal; SIGHUP
 *   counts as SIGTERM
 */
function interrupted(signal: StopSignal, made?: string): number {
  process.stderr.write(`lbsim: interrupted by ${signal}${made === undefined ? '' : `: ${made}`}\n`);
  return 128 + constants.signals[signal === 'SIGHUP' ? 'SIGTERM' : signal];
}

/** What runs until it is told to stop. */
interface Service<Listening> {
  listen(): Promise<Listening>;
  /** @param drainMs - time that connections have to finish, instead of the configured one */
  close(drainMs?: number): Promise<void>;
}

export interface ServeOptions<Listening> {
  /** Resolves when it is to stop for another reason than a signal, with the time that connections have to finish, if that was said. */
  readonly asked?: Promise<number | undefined>;
  /** Called at each SIGHUP, which then is no stop signal. */
  readonly onHangUp?: () => void;
  /** Called once it listens. @returns ends what it began, once the service is closed */
  readonly onListening?: (listening: Listening) => Promise<() => Promise<void>>;
  /** Told when the service listens, and when it begins to stop. */
  readonly manager?: ServiceManager | undefined;
}

/**
 * Runs a service until a signal comes, then closes it gracefully.
 *
 * @returns the exit status
 */
export async function serve<Listening>(
  service: Service<Listening>,
  { asked, onHangUp, onListening, manager }: ServeOptions<Listening> = {},
): Promise<number> {
  const signals = STOP_SIGNALS.filter((signal) => signal !== 'SIGHUP' || onHangUp === undefined);
  if (onHangUp !== undefined) process.on('SIGHUP', onHangUp);
  const signalled = new Promise<undefined>((resolve) => onStopSignal(() => resolve(undefined), signals));
  const stop = asked === undefined ? signalled : Promise.race([signalled, asked]);
  void asked?.then(() => onStopSignal(() => process.exit(1), signals));
  const listening = service.listen();
  listening.then(
    () => manager?.tell('READY=1'),
    () => undefined, // below
  );
  await Promise.race([listening, stop]);
  const companion = listening.then((where) => onListening?.(where));
  await Promise.race([companion, stop]).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const drainMs = await stop;
  await Promise.all([service.close(drainMs), manager?.tell('STOPPING=1')]);
  await (
    await companion.catch(() => undefined)
  )?.();
  await listening.catch((error: unknown) => {
    if (!(error instanceof LbsimError && error.code === 'ERR_STATE')) throw error;
  });
  return 0;
}
