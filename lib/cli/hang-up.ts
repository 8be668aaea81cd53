import { isatty } from 'node:tty';

/** Some terminals send SIGHUP themselves, just before they are gone. */
const SECOND_LOOK_MS = 1000;

export interface HangUpHandlers {
  /** The terminal is gone: its window was closed, its connection lost. Called once. */
  readonly terminalLost: () => void;
  /** SIGHUP came from elsewhere: the terminal is still there, or there never was one. */
  readonly asked: () => void;
}

/**
 * Tells the loss of this process's terminal from a SIGHUP that somebody sends, as `kill -HUP` does. Its terminal is the first of
 * its standard streams that is one: under `nohup`, or as a service, it has none. A terminal that is gone answers no request, so it
 * no longer counts as one.
 *
 * @returns to be called at each SIGHUP
 */
export function hangUpHandler({ terminalLost, asked }: HangUpHandlers): () => void {
  const terminal = [0, 1, 2].find((descriptor) => isatty(descriptor));
  let isLost = false;
  const look = (): boolean => {
    if (isLost) return true;
    isLost = terminal !== undefined && !isatty(terminal);
    if (isLost) terminalLost();
    return isLost;
  };
  return () => {
    if (look()) return;
    asked();
    if (terminal !== undefined) setTimeout(look, SECOND_LOOK_MS).unref();
  };
}
