import { expect, it } from '@jest/globals';
import { runLbsim } from '../helpers/lbsim.js';

const ONE = ['--backends', '127.0.0.1:1'];

/** What was typed to record or to replay, the one line that answers it, and the exit status. */
const TABLE: readonly (readonly [string[], RegExp, number])[] = [
  [['balance', ...ONE, '--seed', '-1'], /--seed: '-1' is out of range: use a whole number from 0 up/, 2],
  [
    ['balance', ...ONE, '--record', '-'],
    /--record: '-' is not a file: use a path such as .*, or \/dev\/stdout/,
    2,
  ],
  [['balance', ...ONE, '--record', 'x', '--record-max', '0'], /--record-max: '0' is out of range/, 2],
  [
    ['balance', ...ONE, '--record-max', '5'],
    /--record-max 5 without --record does nothing: give both, or leave it out/,
    2,
  ],
  [
    ['balance', ...ONE, '--record', '/no/such/dir/run.jsonl'],
    /recording '\/no\/such\/dir\/run\.jsonl' cannot be written \(ENOENT.*\): check the path/,
    1,
  ],
  [['replay'], /FILE is missing; usage: lbsim replay FILE /, 2],
  [['replay', 'a', 'b'], /unexpected word 'b'/, 2],
  [
    ['replay', '/no/such/run.jsonl'],
    /recording '\/no\/such\/run\.jsonl' cannot be read \(ENOENT.*\): check the path/,
    2,
  ],
  [['replay', '/dev/null'], /recording '\/dev\/null', line 1: '' is not JSON: use a file that lbsim/, 2],
];

it.each(TABLE)('%j is answered with one clear line', async (args, line, status) => {
  const result = await runLbsim(args);
  expect(result.stderr).toMatch(line);
  expect(result.stderr).toMatch(/^lbsim: [^\n]+\n$/);
  expect(result.stdout).toBe('');
  expect(result.status).toBe(status);
});
