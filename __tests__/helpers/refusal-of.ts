import { isUsageError, runCommandLine } from '../../lib/cli/run-command-line.js';

/** What a wrong command line is answered with. */
export async function refusalOf(words: readonly string[]): Promise<string> {
  const error: unknown = await runCommandLine(words).then(
    (status) => new Error(`it ended with status ${status}`),
    (reason: unknown) => reason,
  );
  if (!isUsageError(error)) throw error;
  return error.message;
}
