import { closeDebugger } from '../close-debugger.js';
import { errorText } from '../error-text.js';
import { LbsimError } from '../errors.js';
import { abandonLookups } from '../net/lookup-process.js';
import { printable } from '../printable.js';
import { writeWhatIsLeft } from './before-exit.js';
import { isUsageError, runCommandLine } from './run-command-line.js';
import { endWithoutOutput } from './output.js';
import { stackOf } from './stack-of.js';
import { failUnfinished, handleUncaught } from './uncaught.js';

/**
 * Runs a command line and sets the exit status: 0 done, 1 failed at run time, 2 the command line is wrong. Every error
 * ends up here, as one line on standard error; its stack is shown at log level DEBUG only. What fails at run time is a line of
 * the log where that is JSON.
 */
export async function main(argv: readonly string[]): Promise<void> {
  closeDebugger();
  process.stdout.on('error', endWithoutOutput);
  process.stderr.on('error', goOnUnlogged);
  let lastWords = '';
  let fatal: (() => Promise<void>) | undefined;
  let jsonLog: string | undefined;
  process.on('uncaughtException', handleUncaught);
  process.on('beforeExit', failUnfinished);
  try {
    process.exitCode = await runCommandLine(argv, (component) => (jsonLog = component));
  } catch (error) {
    process.exitCode = isUsageError(error) ? 2 : 1;
    const message = printable(messageOf(error));
    const stack = wantsStacks(argv) && error instanceof Error ? stackOf(error) : '';
    const component = jsonLog;
    if (component !== undefined && process.exitCode === 1)
      fatal = async () => (await import('./fatal-error.js')).logFatal(component, error, message, stack);
    else lastWords = `lbsim: ${message}\n${stack}`;
  }
  const isWritten = await writeWhatIsLeft();
  if (lastWords !== '') process.stderr.write(lastWords);
  await fatal?.();
  abandonLookups();
  if (!isWritten) process.exit();
  process.off('beforeExit', failUnfinished);
}

function messageOf(error: unknown): string {
  if (error instanceof LbsimError || isUsageError(error)) return error.message;
  return `internal error: ${errorText(error)}; please report it`;
}

/** Options may be what is wrong, so this looks at the raw words. */
function wantsStacks(argv: readonly string[]): boolean {
  const given = /--log-level[= ](\w+)/.exec(argv.join(' '))?.[1] ?? process.env.LBSIM_LOG_LEVEL;
  return given?.toLowerCase() === 'debug';
}

/** The reader of our log has left, or its disk is full. That is no reason to stop what others rely on, and who could be told? */
function goOnUnlogged(): void {
  // Nothing more can be said.
}
