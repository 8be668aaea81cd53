import { LbsimError } from '../errors.js';

/** Calls back at the first SIGINT or SIGTERM. From then on a second one ends the process at once with status 1. */
export function onStopSignal(callback: () => void): void {
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(1);
    asked = true;
    callback();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** For a command that has nothing to wind up: being stopped is no failure. */
export function exitQuietly(): void {
  process.exit(0);
}

/** What runs until it is told to stop. */
interface Service {
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Runs a service until a signal comes, then closes it gracefully.
 *
 * @param asked - resolves when it is to stop for another reason
 * @returns the exit status
 */
export async function serve(service: Service, asked?: Promise<void>): Promise<number> {
  const signalled = new Promise<void>(onStopSignal);
  const stop = asked === undefined ? signalled : Promise.race([signalled, asked]);
  const listening = service.listen();
  await Promise.race([listening, stop]);
  await stop;
  await service.close();
  await listening.catch((error: unknown) => {
    if (!(error instanceof LbsimError && error.code === 'ERR_STATE')) throw error;
  });
  return 0;
}
