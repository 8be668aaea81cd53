import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** What was typed, the one line that answers it, and the exit status. */
const TABLE: readonly (readonly [string[], RegExp, number])[] = [
  [
    ['simulate', '--load', '1.5'],
    /load 1\.5 is as much as the backends can do, or more, .*: use less than 1, or --allow-overload/,
    2,
  ],
  [['simulate', '--load', '0.9:0.5'], /--load: '0\.9:0\.5' is not a load: use .* from:to:step/, 2],
  [['simulate', '--backends', '0'], /--backends: '0' is out of range: use a whole number from 1 up/, 2],
  [['simulate', '--backends', '1,0'], /--backends: '0' is not a speed: use speeds above 0/, 2],
  [
    ['simulate', '--service', 'uniform'],
    /'uniform' is not a service distribution: use one of exponential, deterministic, erlang:K/,
    2,
  ],
  [['simulate', '--service', 'pareto:1'], /'pareto:1' is not a service distribution: use pareto:ALPHA/, 2],
  [['simulate', '--weights', '1,2'], /2 weights for 10 backends: give one for each, such as 1,1,1,1,…/, 2],
  [['simulate', '--requests', '1.5'], /--requests: '1\.5' is not a whole number/, 2],
  [['simulate', '--sticky'], /sticky without keys does nothing: say how many clients there are/, 2],
  [['simulate', '--clients', '5', '--load', '0.5'], /--clients 5 and --load 0\.5 cannot both be/, 2],
  [['simulate', '--think', '1'], /think 1 without clients does nothing: give both, or leave it out/, 2],
  [
    ['simulate', '--slow-start', '9'],
    /slow-start 9 without scenario does nothing: add one, such as --scenario crash-restart/,
    2,
  ],
  [
    ['simulate', '--scenario', 'slow-backends'],
    /scenario 'slow-backends' \(did you mean slow-backend\?\) is none of slow-backend, .*, and no file that can be read \(ENOENT.*: use one/,
    2,
  ],
  [['compare'], /--algorithms is missing/, 2],
  [['compare', '--algorithms', 'auto,randon'], /'randon' is not an algorithm: use .*did you mean random/, 2],
  [['compare', '--algorithms', 'auto,auto'], /'auto' is named twice: use each algorithm once/, 2],
  [
    ['simulate', '--requests', '1e12'],
    /1e12 requests would take some \d+ (days|years|hours): use fewer --requests, or --yes if you mean it/,
    2,
  ],
];

/** What is written in a scenario's file, and what is wrong with it. */
const FILES: readonly (readonly [string, string, RegExp])[] = [
  ['no YAML', 'duration: [1', /it is neither YAML nor JSON \(.*\): fix the syntax/],
  ['no keys', '- 1', /it holds no keys: write about, duration and timeline/],
  ['no duration', 'timeline: []', /duration is missing: use a number above 0/],
  ['no timeline', 'duration: 10', /timeline is missing: write a list of events/],
  [
    'a key that is not known',
    'duration: 10\ntimeline: []\ninterval_ms: 3',
    /unknown key 'interval_ms' \(did you mean interval\?\): use about,/,
  ],
  [
    'half a count',
    'duration: 10\ntimeline: []\nrise: 1.5',
    /rise 1\.5 makes no sense: use an integer from 1 up/,
  ],
  [
    'a backend that is not there',
    'duration: 10\ntimeline:\n  - { at: 1, backend: B11, crash: true }',
    /names backend 'B11', which is not there: use B1 to B10, or more --backends/,
  ],
  [
    'a step back in time',
    'duration: 10\ntimeline:\n  - { at: 5, backend: B1, crash: true }\n  - { at: 4, backend: B1, heal: true }',
    /event 2 of the timeline goes back in time, to 4 from 5: put the events in order/,
  ],
  [
    'an event that is not known',
    'duration: 10\ntimeline:\n  - { at: 1, backend: B1, explode: true }',
    /event 1 of the timeline: unknown key 'explode': use at, backend, repeat and one of slow, fail-fast/,
  ],
  [
    'an event of nobody',
    'duration: 10\ntimeline:\n  - { at: 1, crash: true }',
    /event 1 of the timeline: backend is missing: name the one that it befalls, such as B1/,
  ],
];

describe('bad input for the simulator', () => {
  it.each(TABLE)('lbsim %j is answered by one line', async (args, line, status) => {
    const result = await runLbsim(args);
    expect(result.stderr).toMatch(line);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
  });

  it.each(FILES)('a scenario with %s is refused', async (_what, content, line) => {
    const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
    onEnd(() => rm(folder, { recursive: true }));
    const file = join(folder, 'story.yaml');
    await writeFile(file, content);
    const result = await runLbsim(['simulate', '--scenario', file]);
    expect(result.stderr).toMatch(line);
    expect(result.stderr).toContain(`scenario ${file}`);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(2);
  });
});
