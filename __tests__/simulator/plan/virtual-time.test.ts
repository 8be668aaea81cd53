import { describe, expect, it } from '@jest/globals';
import { SIMULATION_OPTIONS } from '../../../lib/cli/commands/simulation-options.js';
import { simulationOptionsOf, type SimulationValues } from '../../../lib/cli/simulation/options-of.js';
import { resolveValues } from '../../../lib/cli/options/resolve-values.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationSettings } from '../../../lib/simulator/plan/settings.js';
import { givenTime, givenTimeOrNone } from '../../../lib/simulator/plan/virtual-time.js';

/** The settings of a simulation as `lbsim simulate` has them with these options. */
async function settingsOf(argv: Readonly<Record<string, string>>): Promise<SimulationSettings> {
  const values: SimulationValues = await resolveValues(SIMULATION_OPTIONS, { argv, env: {} });
  return planSimulation(await simulationOptionsOf(values)).settings;
}

/** Each option with a time, what it needs beside it, and where the time goes to. */
const TIMES: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  (s: SimulationSettings) => unknown,
])[] = [
  ['think', { clients: '5' }, ({ workload }) => 'think' in workload && workload.think],
  ['ewma-decay', { algorithm: 'peak-ewma' }, ({ decay }) => decay],
  ['queue-timeout', { 'max-connections': '5' }, ({ queueTimeout }) => queueTimeout],
  ['health-check-interval', { scenario: 'crash-restart' }, ({ scenario }) => scenario?.interval],
  ['health-check-timeout', { scenario: 'crash-restart' }, ({ scenario }) => scenario?.timeout],
  ['slow-start', { scenario: 'crash-restart' }, ({ scenario }) => scenario?.slowStart],
];

describe.each(TIMES)('--%s', (name, beside, timeOf) => {
  it('may be a duration when --service-mean is one', async () => {
    const settings = await settingsOf({ ...beside, 'service-mean': '20ms', [name]: '0.2s' });
    expect(timeOf(settings)).toBeCloseTo(200, 9);
  });

  it.each([{}, { 'service-mean': '20' }])('is refused as a duration with %j', async (mean) => {
    await expect(settingsOf({ ...beside, ...mean, [name]: '200ms' })).rejects.toThrow(
      /^([\w-]+) 200ms is a duration, but serviceMean (1|20) has no unit: use a serviceMean such as 20ms, or a plain number$/,
    );
  });

  it('says its unit in the help', () => {
    const { help } = SIMULATION_OPTIONS[name as keyof typeof SIMULATION_OPTIONS];
    expect(help).toMatch(name === 'think' ? /in the unit of --service-mean$/ : /in mean service times$/);
  });
});

it.each(TIMES.filter(([name]) => name !== 'think'))(
  'a bare number for --%s is in mean service times',
  async (name, beside, timeOf) => {
    expect(timeOf(await settingsOf({ ...beside, 'service-mean': '20ms', [name]: '10' }))).toBe(200);
  },
);

it('a bare number for --think is in the unit of --service-mean', async () => {
  const { workload } = await settingsOf({ clients: '5', 'service-mean': '20ms', think: '10' });
  expect(workload).toMatchObject({ think: 10 });
});

describe('a time', () => {
  it('is a plain number or a duration', () => {
    expect(givenTimeOrNone.parse('0.5')).toBe(0.5);
    expect(givenTimeOrNone.parse('0')).toBe(0);
    expect(givenTimeOrNone.parse('0s')).toBe('0s');
    expect(givenTime.parse('1.5s')).toBe('1.5s');
  });

  it.each(['-1', 'soon', '5 s', '1e10', '600h'])('is not %j', (text) => {
    expect(() => givenTimeOrNone.parse(text)).toThrow(new RegExp(`'${text}' is (not|out of|too)`));
  });

  it.each(['0', '0ms'])('that has to be above 0 is not %s', (text) => {
    expect(() => givenTime.parse(text)).toThrow(/above 0|from 1e-9/);
  });

  it.each([['soon'], ['5'], [-1]])('in the library is not %j either', (think) => {
    expect(() => planSimulation({ clients: 1, serviceMean: '20ms', think })).toThrow(/'soon'|'5'|think -1/);
  });
});
