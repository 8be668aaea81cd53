import { fileErrorReason } from '../errors.js';

/**
 * Ends a command whose output cannot be written, as on a full disk. When only its reader has left, as `head` does, the
 * command goes on without output to its end: its exit status tells what it found, and its files are still written.
 */
export function endWithoutOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`lbsim: ${outputLost(error)}\n`);
  process.exit(1);
}

/** For a command without an end of its own: what it still had to say is for nobody once its reader has left. */
export function endWithReader(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
  });
}

/** For what others rely on, and what goes on without its output. @param say - told why, once */
export function goOnWithoutOutput(say: (message: string) => void): void {
  process.stdout.off('error', endWithoutOutput).on('error', () => undefined);
  process.stdout.once('error', (error: Error) => say(outputLost(error)));
}

function outputLost(error: Error): string {
  return `cannot write to standard output (${fileErrorReason(error)}): check where it is redirected to`;
}
