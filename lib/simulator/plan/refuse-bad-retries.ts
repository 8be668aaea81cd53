import type { Kind } from '../../schema/kind.js';
import { SCENARIO_RETRIES, type RetrySettings } from '../scenarios/clients.js';
import type { Scenario } from '../scenarios/scenario.js';
import { SIMULATION_TABLE } from './option-table.js';

const { retries, backoff, 'retry-budget': retryBudget, abandoned } = SIMULATION_TABLE;

/** Of the options of that name, which know what makes sense. */
const KINDS: Readonly<Record<keyof RetrySettings, Pick<Kind<never, ''>, 'check'>>> = {
  retries: retries.kind,
  backoff: backoff.kind,
  retryBudget: retryBudget.kind,
  abandoned: abandoned.kind,
};

/**
 * Refuses retries of a scenario that make no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadRetries(scenario: Scenario | undefined): void {
  for (const name of SCENARIO_RETRIES) {
    const value = scenario?.[name];
    if (value !== undefined) KINDS[name].check(`${name} of scenario ${scenario?.name ?? ''}`, value as never);
  }
}
