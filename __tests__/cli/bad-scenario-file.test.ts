import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { refusalOf } from '../helpers/refusal-of.js';

const onEnd = cleanup();

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
    /names backend 'B11', which is not there: use B1 to B10, or more backends/,
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
    /event 1 of the timeline: backend is missing: name the one that it affects, such as B1/,
  ],
];

it.each(FILES)('a scenario with %s is refused', async (_what, content, line) => {
  const file = join(await temporaryFolder(onEnd), 'story.yaml');
  await writeFile(file, content);
  const message = await refusalOf(['simulate', '--scenario', file]);
  expect(message).toMatch(line);
  expect(message).toContain(`scenario ${file}`);
  expect(message).not.toContain('\n');
});
