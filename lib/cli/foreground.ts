import { spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Reads until it is told to stop. @returns tells it */
export type Read = (input: Readable) => () => void;

/**
 * Reads an input wherever that does no harm: a job in the background that reads its terminal is stopped by the system. One that
 * goes to the background while it runs (Ctrl-Z, `bg`) reads no more until it is continued in the foreground.
 *
 * @returns stops reading
 */
export function readInForeground(input: NodeJS.ReadStream, read: Read): () => void {
  if (!input.isTTY) return read(input);
  let stop: (() => void) | undefined;
  const suspend = (): void => {
    stop?.();
    stop = undefined;
    // Without this listener the signal does what it does by default.
    process.off('SIGTSTP', suspend);
    process.kill(process.pid, 'SIGTSTP');
  };
  const look = (): void => {
    stop?.();
    stop = isInForeground() ? read(input) : undefined;
    process.off('SIGTSTP', suspend).on('SIGTSTP', suspend);
  };
  process.on('SIGCONT', look);
  look();
  return () => {
    process.off('SIGCONT', look).off('SIGTSTP', suspend);
    stop?.();
  };
}

function isInForeground(): boolean {
  const ps = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  if (ps.status !== 0) return false;
  const [own, foreground] = ps.stdout.trim().split(/\s+/);
  return own === foreground;
}
