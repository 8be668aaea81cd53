import { createInterface } from 'node:readline/promises';
import { optionError } from '../../errors.js';
import type { Plan } from '../../simulator/plan/plan.js';
import { Simulation } from '../../simulator/simulation.js';

/** What is tried to tell how long all will take. */
const SAMPLE_REQUESTS = 20_000;
/** Number of requests up to which no confirmation is asked for. */
const FEW = 50_000_000;
/** What takes longer is asked about. */
const LONG_SECONDS = 120;

/**
 * Asks before what will take long. Without a terminal to ask at, that is an error.
 *
 * @param signal - ends the question, as no does
 * @returns whether it is meant
 * @throws LbsimError of kind `usage`
 */
export async function confirmLong(
  plans: readonly Plan[],
  threads: number,
  signal: AbortSignal,
): Promise<boolean> {
  const requests = plans.reduce((sum, { settings, seeds }) => sum + settings.requests * seeds.length, 0);
  if (requests <= FEW) return true;
  const seconds = (requests * secondsPerRequest(plans)) / threads;
  if (seconds < LONG_SECONDS) return true;
  const what = `${requests.toExponential(1).replace('.0', '').replace('+', '')} requests would take about ${formatSpan(seconds)}`;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw optionError(`${what}: use fewer --requests, or --yes if you mean it`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal in raw mode makes no signal of Ctrl-C.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  signal.addEventListener('abort', () => terminal.close());
  const answer = await Promise.race([terminal.question(`${what}. Go on? [y/N] `), closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** The mean over the plans of what a request takes here, by a try. */
function secondsPerRequest(plans: readonly Plan[]): number {
  const tried = plans.map(({ settings, seeds }) => {
    const sample = { ...settings, requests: SAMPLE_REQUESTS, warmup: 0, bins: 0 };
    return new Simulation(sample, seeds[0] ?? 1).run().wallSeconds / SAMPLE_REQUESTS;
  });
  return tried.reduce((sum, each) => sum + each, 0) / tried.length;
}

const SPANS = [
  ['years', 365 * 86_400],
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
] as const;

/** `3 minutes`, `2 days`. */
export function formatSpan(seconds: number): string {
  const [unit, length] = SPANS.find(([, span]) => seconds >= 2 * span) ?? ['seconds', 1];
  return `${Math.round(seconds / length)} ${unit}`;
}
