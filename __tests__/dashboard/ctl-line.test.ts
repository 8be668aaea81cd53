import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { ctlLine } from '../../dashboard/state/ctl-line.js';

const DRAIN = { option: 'drain', value: '10s' } as const;

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

describe('the line of lbsim ctl that does what a control does', () => {
  it('is plain where words are', () => {
    expect(ctlLine('drain', 'B2')).toBe('lbsim ctl drain B2');
    expect(ctlLine('remove', 'B2', DRAIN)).toBe('lbsim ctl remove B2 --drain 10s');
  });

  it.each([
    "it's",
    '$(id)',
    '`id`',
    '<img src=x onerror=alert(1)>',
    'a\\b',
    '🙂',
    'مرحبا',
    '*',
    '!x',
    '#x',
    '~',
  ])('has %s as one word', (name) => {
    expect(wordsOf(ctlLine('drain', name))).toEqual(['lbsim', 'ctl', 'drain', name]);
  });

  it('takes no name for an option', () => {
    expect(ctlLine('weight', '-B2', '5')).toBe('lbsim ctl -- weight -B2 5');
    expect(ctlLine('remove', '-B2', DRAIN)).toBe('lbsim ctl --drain 10s -- remove -B2');
    expect(ctlLine('kill', { option: 'backend', value: '-B2' })).toBe('lbsim ctl kill --backend=-B2');
    expect(ctlLine('drain', '--all', { option: 'everywhere' })).toBe('lbsim ctl --everywhere -- drain --all');
    expect(ctlLine('remove', '--drain', DRAIN)).toBe('lbsim ctl --drain 10s -- remove --drain');
  });
});
