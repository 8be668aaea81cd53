// Trials one after the other, each on a stage of its own.
import { isInterrupted, Stage } from './stage.js';

/**
 * @param {import('./findings.js').Findings} findings
 * @param {readonly { name: string, about: string, lacks?: () => string | undefined, run: Function }[]} trials -
 *   `lacks` says what is not installed, and then the trial is skipped with a word
 * @param {readonly string[]} [only] - the names of those that are wanted, all unless given
 * @returns {Promise<number>} the exit status
 */
export async function runAll(findings, trials, only) {
  for (const trial of trials.filter(({ name }) => only?.includes(name) ?? true)) {
    findings.title(`${trial.name}: ${trial.about}`);
    const lack = trial.lacks?.();
    if (lack !== undefined) {
      findings.say(`skipped: ${lack}`);
      continue;
    }
    await onStage(findings, trial);
  }
  return findings.conclude();
}

async function onStage(findings, trial) {
  const stage = new Stage();
  const failedBefore = findings.failed;
  try {
    findings.progress(trial.name);
    await trial.run(stage, findings);
  } catch (error) {
    if (isInterrupted()) throw error;
    findings.claim(`${trial.name} comes to its end`, false, error.message);
  } finally {
    await stage.close();
  }
  if (findings.failed > failedBefore) findings.say(`its logs are in ${stage.keep()}`);
}
