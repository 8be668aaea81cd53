import { describe, expect, it } from '@jest/globals';
import { completeCommand, isCommand, runCommand } from '../../../lib/client/interactive/session-commands.js';

/** What the session was asked to do by that line. */
function asked(line: string): string[] {
  const calls: string[] = [];
  runCommand(line, {
    notice: (text) => calls.push(text),
    reconnect: () => calls.push('RECONNECT'),
    burst: (connections) => calls.push(`BURST ${connections}`),
    summary: () => 'SUMMARY',
    quit: () => calls.push('QUIT'),
  });
  return calls;
}

describe('the commands of a session', () => {
  it.each([
    ['/reconnect', 'RECONNECT'],
    ['/burst 20', 'BURST 20'],
    ['/burst   7  ', 'BURST 7'],
    ['/stats', 'SUMMARY'],
    ['/quit', 'QUIT'],
    ['/quit   ', 'QUIT'],
  ])('%s asks for %s', (line, call) => {
    expect(asked(line)).toEqual([call]);
  });

  it('/help lists them all', () => {
    const [list] = asked('/help');
    for (const usage of ['/help', '/reconnect', '/burst N', '/stats', '/quit']) expect(list).toContain(usage);
  });

  it.each(['/burst', '/burst 0', '/burst -1', '/burst 1.5', '/burst many', '/burst 1 2'])(
    '%s is answered with what to try',
    (line) => {
      expect(asked(line)).toEqual([
        expect.stringMatching(/^\/burst '.*' is not a number of connections: try .*$/),
      ]);
    },
  );

  it.each(['/quti', '/', '/QUIT', '/bursting 5'])(
    '%s is answered with one line that names the good ones',
    (line) => {
      const name = line.split(' ')[0];
      expect(asked(line)).toEqual([`unknown command ${name}: use /help, /reconnect, /burst, /stats, /quit`]);
    },
  );

  it.each([
    ['/', ['/help', '/reconnect', '/burst ', '/stats', '/quit']],
    ['/b', ['/burst ']],
    ['/burst 2', []],
    ['/x', []],
    ['a line', ['a line\t']],
    ['', ['\t']],
  ])('are completed: %j to %j', (line, completions) => {
    expect(completeCommand(line)).toEqual([completions, line]);
  });

  it.each([
    ['/quit', true],
    ['/', true],
    ['', false],
    [' /quit', false],
    ['hello', false],
  ])('begin with a slash: %j is one: %s', (line, command) => {
    expect(isCommand(line)).toBe(command);
  });
});
