import { availableParallelism } from 'node:os';
import { planSimulation, type Plan } from '../../simulator/plan/plan.js';
import { SampleFiles } from '../../simulator/plan/sample-files.js';
import type { PlayableOutcome, SimulationOutcome } from '../../simulator/report/report.js';
import { runPlans } from '../../simulator/runner.js';
import { refuseTwoResults } from '../csv-output.js';
import { chosenAlgorithms } from '../load-algorithms.js';
import { Interruption } from '../signals.js';
import { progressSpinner } from '../spinner.js';
import { formatMs } from '../../units.js';
import { version } from '../../version.js';
import type { Log } from '../../logging/logger.js';
import { openLog } from '../log.js';
import { shellWords } from '../shell-words.js';
import { confirmLong } from './estimate.js';
import { simulationJson } from './json.js';
import { simulationOptionsOf, type SimulationValues } from './options-of.js';
import { closeFiles, openFiles, type ResultFiles } from './result-files.js';
import { playerFiles, recording } from './player.js';
import { progressText } from './progress-text.js';
import { simulationText } from './text.js';

/**
 * Simulates each algorithm under each load: progress on standard error, what was found on standard output.
 *
 * @param algorithms - their names, or the paths of their files
 * @param compared - whether they are to be compared with each other
 * @returns the exit status: 0 also where the question whether to go on is answered with no
 */
export async function runSimulations(
  algorithms: readonly string[],
  values: SimulationValues,
  { compared = false } = {},
): Promise<number> {
  const planned = await plansOf(algorithms, values);
  const isPlayed = values.html !== undefined && !values['no-play'];
  const plans = isPlayed ? recording(planned) : planned;
  const files = await openFiles(values);
  try {
    return await runPlanned(plans, values, compared, files);
  } finally {
    await closeFiles(files);
  }
}

async function runPlanned(
  plans: readonly Plan[],
  values: SimulationValues,
  compared: boolean,
  { page, csv }: ResultFiles,
): Promise<number> {
  const interruption = new Interruption();
  const meant = values.yes || (await confirmLong(plans, availableParallelism(), interruption.signal));
  if (!meant && interruption.by === undefined) return 0;
  const outcomes = meant
    ? await withProgress(
        plans,
        openLog(compared ? 'compare' : 'simulate', values),
        values['no-color'],
        interruption.signal,
      )
    : [];
  if (values.json) process.stdout.write(interruption.json(simulationJson(plans, outcomes, compared)));
  const progress = progressText(plans, outcomes);
  let unwritten = '';
  if (outcomes.length > 0) {
    if (!values.json && csv?.isOnStdout !== true)
      process.stdout.write(simulationText(plans, outcomes, compared, values['no-color']));
    const tabled = await csv?.write(await csvOf(outcomes), interruption.signal);
    if (tabled === false) unwritten += '; the table was not written';
    const written = await page?.write(
      await pageOf(
        plans,
        outcomes,
        values,
        interruption.by && `interrupted by ${interruption.by}, ${progress}`,
      ),
      interruption.signal,
    );
    if (written === false) unwritten += '; the page was not written';
  }
  return interruption.status(0, progress + unwritten);
}

/** @throws LbsimError of kind `usage` for what makes no sense */
export async function plansOf(
  algorithms: readonly string[],
  values: SimulationValues,
): Promise<readonly Plan[]> {
  refuseTwoResults(values);
  const options = await simulationOptionsOf(values);
  const chosen = await chosenAlgorithms(algorithms);
  const files = new SampleFiles();
  const loads = values.load?.map((load) => ({ load })) ?? [{}];
  return loads.flatMap((load) =>
    chosen.map((algorithm) => planSimulation({ ...options, algorithm, ...load }, files)),
  );
}

async function csvOf(outcomes: readonly SimulationOutcome[]): Promise<string> {
  const { simulationCsv } = await import('./csv.js');
  return simulationCsv(outcomes.map(({ report }) => report));
}

async function pageOf(
  plans: readonly Plan[],
  outcomes: readonly PlayableOutcome[],
  values: SimulationValues,
  interruption: string | undefined,
): Promise<string> {
  const { renderPage } = await import('../../simulator/page/page.js');
  const [plan] = plans;
  if (plan === undefined) throw new TypeError('nothing was simulated');
  const command = shellWords(['lbsim', ...process.argv.slice(2)]);
  const context = { command, version: version(), settings: plan.settings };
  return renderPage(
    outcomes,
    interruption === undefined ? context : { ...context, interruption },
    values['no-play'] ? undefined : await playerFiles(),
  );
}

async function withProgress(
  plans: readonly Plan[],
  log: Log,
  noColor: boolean,
  signal: AbortSignal,
): Promise<PlayableOutcome[]> {
  const spinner = progressSpinner(noColor, 'simulating');
  const started = performance.now();
  log({
    level: 'debug',
    event: 'simulating',
    message: `${plans.length} simulations`,
    fields: { simulations: plans.length },
  });
  spinner.start();
  const outcomes = await runPlans(plans, {
    signal,
    progress: (share) => (spinner.text = `simulating, ${Math.floor(100 * share)} %`),
  }).finally(() => spinner.stop());
  const events = outcomes.reduce((sum, { report }) => sum + report.events, 0);
  const seconds = (performance.now() - started) / 1000;
  const finished = signal.aborted ? ' of finished runs' : '';
  log({
    level: 'info',
    event: 'simulated',
    message: `${events.toLocaleString('en-US')} events${finished} in ${formatMs(seconds * 1000)}`,
    fields: { events, seconds },
  });
  return outcomes;
}
