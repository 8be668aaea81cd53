import type { TimeSettings, Scenario, ScenarioEvent } from './scenario.js';

const TIMES = [
  'interval',
  'timeout',
  'connectTimeout',
  'waitTimeout',
  'requestTimeout',
  'slowStart',
] as const satisfies readonly (keyof TimeSettings)[];

/** The scenario for a mean service time other than 1: all times are multiplied by it. */
export function scaleScenario(scenario: Scenario, serviceMean: number): Scenario {
  if (serviceMean === 1) return scenario;
  const times = Object.fromEntries(TIMES.map((name) => [name, scenario[name] * serviceMean]));
  return {
    ...scenario,
    ...times,
    duration: scenario.duration * serviceMean,
    events: scenario.events.map((event) => scaleEvent(event, serviceMean)),
  };
}

function scaleEvent(event: ScenarioEvent, serviceMean: number): ScenarioEvent {
  const at = event.at * serviceMean;
  if (!('fault' in event) || event.fault.kind !== 'cold-start') return { ...event, at };
  return { ...event, at, fault: { ...event.fault, warmup: event.fault.warmup * serviceMean } };
}
