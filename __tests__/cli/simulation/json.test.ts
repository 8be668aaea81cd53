import { describe, expect, it } from '@jest/globals';
import { progressText } from '../../../lib/cli/simulation/progress-text.js';
import { simulationJson } from '../../../lib/cli/simulation/json.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runPlans } from '../../../lib/simulator/runner.js';

const OPTIONS: SimulationOptions = { backends: 2, requests: 1000 };

/** The JSON and the words for simulations that end when so many replications have finished. */
async function endedAfter(
  finished: number,
  options: readonly SimulationOptions[],
  { compared = false } = {},
): Promise<{ json: unknown; text: string }> {
  const plans = options.map((each) => planSimulation({ ...OPTIONS, ...each }));
  let asked = 0;
  // Without threads it is looked at once before each replication.
  const signal = {
    get aborted() {
      return asked++ >= finished;
    },
  } as AbortSignal;
  const outcomes = await runPlans(plans, { threads: 0, signal });
  const json: unknown = JSON.parse(JSON.stringify(simulationJson(plans, outcomes, compared)));
  return { json, text: progressText(plans, outcomes) };
}

describe('one simulation', () => {
  it('is one report, without a number of planned replications when all were made', async () => {
    const { json, text } = await endedAfter(2, [{ replications: 2 }]);
    expect(json).toMatchObject({ algorithm: 'auto', requests: 2000, replications: 2 });
    expect(json).not.toHaveProperty('plannedReplications');
    expect(text).toBe('2 of 2 replications finished');
  });

  it('tells how many replications there were to be when it is interrupted', async () => {
    const { json, text } = await endedAfter(1, [{ replications: 3 }]);
    expect(json).toMatchObject({ replications: 1, plannedReplications: 3 });
    expect(text).toBe('1 of 3 replications finished');
  });

  it('has classes before its first replication has finished, none of which is measured', async () => {
    const classes = ['a', 'b'].map((name) => ({ name, share: 1, mean: 1 }));
    expect((await endedAfter(0, [{ classes }])).json).toMatchObject({ requests: 0, perClass: [] });
    expect((await endedAfter(1, [{ classes }])).json).toMatchObject({
      perClass: [
        { class: 'a', share: 0.5, serviceMean: 1, failed: 0, latency: { unit: null }, confidence: null },
        { class: 'b', share: 0.5, serviceMean: 1 },
      ],
    });
  });

  it('has the fields of a report before its first replication has finished, and null for what is measured', async () => {
    const { json: whole } = await endedAfter(1, [{}]);
    const { json, text } = await endedAfter(0, [{ seed: 7 }]);
    expect(Object.keys(json as object)).toEqual(
      expect.arrayContaining(Object.keys(whole as object).filter((key) => key !== 'advice')),
    );
    expect(json).toMatchObject({
      ...{ algorithm: 'auto', seed: 7, backends: 2, requests: 0, completed: 0, failed: 0, events: 0 },
      ...{ meanSojourn: null, p50: null, p99: null, max: null, eventsPerSecond: null, perBackend: [] },
      ...{ replications: 0, plannedReplications: 1 },
    });
    expect(text).toBe('0 of 1 simulations finished');
  });
});

describe('several loads', () => {
  it.each([0, 1, 2])('are a list of runs when %d of 2 have finished', async (finished) => {
    const { json, text } = await endedAfter(finished, [{ load: 0.5 }, { load: 0.6 }]);
    expect(json).toEqual({
      runs: [0.5, 0.6].slice(0, finished).map((load) => expect.objectContaining({ load })),
    });
    expect(text).toBe(`${finished} of 2 simulations finished`);
  });
});

describe('a comparison', () => {
  const both: SimulationOptions[] = [{ algorithm: 'round-robin' }, { algorithm: 'random' }];

  it('has no runs and no pairs before anything has finished', async () => {
    const { json } = await endedAfter(0, both, { compared: true });
    expect(json).toEqual({ runs: [], pairs: [] });
  });

  it('says of a run that is shown unfinished how far it came', async () => {
    const several = both.map((each) => ({ ...each, replications: 10 }));
    const { json, text } = await endedAfter(2, several, { compared: true });
    expect(json).toMatchObject({
      runs: [{ algorithm: 'round-robin', replications: 2, plannedReplications: 10 }],
      pairs: [],
    });
    expect(text).toBe('0 of 2 simulations finished; 2 of 10 replications of round-robin at load 0.8');
  });
});
