import { afterAll } from '@jest/globals';
import { Session, type Profiler } from 'node:inspector';

/** How the counters of `jest --coverage` are called, which are not of the script's own. */
const COUNTER = 'cov_';

/** Runs `work` and returns how many blocks of code it executed in the scripts whose URL contains `part`. */
export type CountOperations = (part: string, work: () => void) => number;

/** What V8 calls the function that gives an object's fields their first values; it is one block, and counted as one. */
const FIELDS = '<instance_members_initializer>';

/**
 * Counts work instead of timing it: V8's precise coverage says how often each block (a function, a branch, the body of
 * a loop) of a script ran, and the sum is the same on any machine.
 *
 * Call once at the top of a test file: V8 counts blocks only in functions that first run afterwards. What built-ins do
 * inside (`indexOf`, a spread, `new Uint32Array(n)`) is not seen; callbacks that are given to them are.
 */
export function operationCounter(): CountOperations {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  afterAll(() => session.disconnect());
  return (part, work) => {
    takeCoverage(session); // what is taken begins again at 0
    work();
    const functions = takeCoverage(session)
      .filter(({ url }) => url.includes(part))
      .flatMap((script) => script.functions)
      .filter(({ functionName }) => !functionName.startsWith(COUNTER));
    const blind = functions.find(
      ({ functionName, isBlockCoverage, ranges }) =>
        !isBlockCoverage && functionName !== FIELDS && sum(ranges) > 0,
    );
    if (blind !== undefined) throw new Error(`${blind.functionName} had run before its blocks were counted`);
    return functions.reduce((total, { ranges }) => total + sum(ranges), 0);
  };
}

function takeCoverage(session: Session): Profiler.ScriptCoverage[] {
  let taken: Profiler.ScriptCoverage[] | undefined;
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error !== null) throw error;
    taken = coverage.result;
  });
  if (taken === undefined) throw new Error('the inspector gave no coverage');
  return taken;
}

function sum(ranges: readonly Profiler.CoverageRange[]): number {
  return ranges.reduce((total, { count }) => total + count, 0);
}
