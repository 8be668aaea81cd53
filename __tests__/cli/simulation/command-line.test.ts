import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shellWords } from '../../../lib/cli/shell-words.js';

const HOSTILE = ["it's", 'a b', '$HOME', '', '*', '--load', '0.5:0.9:0.1', 'a"b', '\\', '`id`', '<&>;|'];

test('a command line is typed as it is where it can be', () => {
  expect(shellWords(['lbsim', 'simulate', '--load', '0.9', '--backends', '1,1,2'])).toBe(
    'lbsim simulate --load 0.9 --backends 1,1,2',
  );
});

test('what a shell would read otherwise comes out as it went in', () => {
  const script = `printf '%s\\n' ${shellWords(HOSTILE)}`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(`${HOSTILE.join('\n')}\n`);
});
