import { describe, expect, it } from '@jest/globals';
import { alignNotes } from '../../lib/cli/help-notes.js';
import { COMMANDS } from '../../lib/cli/commands/index.js';
import { runLbsim } from '../helpers/lbsim.js';
import { onTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

describe('the notes of an option', () => {
  it.each([
    ['--port  Where it listens [default: 80]', [`--port  Where it listens${' '.repeat(9)}[default: 80]`]],
    ['--port  Where [required]', [`--port  Where${' '.repeat(23)}[required]`]],
    ['        [required]', [`${' '.repeat(36)}[required]`]],
    [
      '--port  Where it listens, any free[default: 80]',
      ['--port  Where it listens, any free', `${' '.repeat(33)}[default: 80]`],
    ],
    ['  Examples: [name=]host', ['  Examples: [name=]host']],
    [`${' '.repeat(37)}[boolean]`, [`${' '.repeat(37)}[boolean]`]],
  ])('are at the right edge: %s', (line, lines) => {
    expect(alignNotes(line, 46)).toBe(lines.join('\n'));
  });
});

describe.each(COMMANDS.map(({ name }) => name))('the help of %s', (name) => {
  it('leaves a blank before every note, and has all of them at its edge', async () => {
    expectApart((await runLbsim([name, '--help'])).stdout, 110);
  });
});

WITH_TERMINALS.it.each([60, 80, 100])('so it is in a window of %d columns', async (columns) => {
  const help = await onTerminal('balance --help', { columns });
  expectApart(help.replaceAll('\r', ''), columns);
});

function expectApart(help: string, width: number): void {
  const notes = help.split('\n').filter((line) => /\[(default: [^\]]*|required[^\]]*|boolean)\]$/.test(line));
  expect(notes.length).toBeGreaterThan(3);
  for (const line of notes) {
    expect(line).toMatch(/ \[(default: [^\]]*|required[^\]]*|boolean)\]$/);
    expect(line).toHaveLength(width);
  }
}

it('every option begins its help with a capital letter, its own value or its number', async () => {
  const commands = [];
  for (const { load } of COMMANDS) commands.push(await load());
  const lower = commands.flatMap(({ options }) =>
    Object.entries(options).filter(
      ([, { help, kind }]) => !/^[A-Z(]/.test(help) && !kind.words?.some((word) => help.startsWith(word)),
    ),
  );
  expect(lower.map(([option]) => option)).toEqual([]);
});
