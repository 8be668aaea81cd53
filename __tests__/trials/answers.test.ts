import { describe, expect, it } from '@jest/globals';
import { EchoedAnswers, NamedAnswers } from '../../trials/chaos/answers.js';

function named(lines: string[], ...chunks: string[]): NamedAnswers {
  const answers = new NamedAnswers();
  for (const line of lines) answers.expect(line);
  for (const chunk of chunks) answers.take(Buffer.from(chunk));
  return answers;
}

function echoed(sent: string[], ...chunks: string[]): EchoedAnswers {
  const answers = new EchoedAnswers();
  for (const bytes of sent) answers.expect(Buffer.from(bytes));
  for (const chunk of chunks) answers.take(Buffer.from(chunk));
  return answers;
}

describe('the answers of a backend that has a name', () => {
  it('are right however they are cut', () => {
    const answers = named(['one', '', '[B9] two'], '[B1] o', 'ne\n[B1] \n[', 'B1] [B9] two\n');

    expect([answers.wrong, answers.isComplete, answers.names, answers.bytes]).toEqual([
      undefined,
      true,
      ['B1'],
      29,
    ]);
  });

  it('are not complete before the last newline', () => {
    expect(named(['one'], '[B1] one').isComplete).toBe(false);
    expect(named(['one', 'two'], '[B1] one\n').isComplete).toBe(false);
  });

  it('may end with a line that is cut short, and then are not complete', () => {
    const answers = named(['one', 'two'], '[B1] one\n[B1] tw\n');

    expect([answers.wrong, answers.isComplete, answers.names, answers.bytes]).toEqual([
      undefined,
      false,
      ['B1'],
      9,
    ]);
  });

  it('tell all names that were in them', () => {
    expect(named(['one', 'two'], '[B1] one\n[B2] two\n').names).toEqual(['B1', 'B2']);
  });

  it.each<[string, string]>([
    ['a byte is another', '[B1] onE\n'],
    ['a line is out of order', '[B1] two\n'],
    ['there is no name', 'one\n'],
    ['a line comes twice', '[B1] one\n[B1] one\n'],
    ['others follow on a line that was cut short', '[B1] on\n[B1] one\n'],
    ['one more comes than was asked for', '[B1] one\n[B1] two\n[B1] three\n'],
  ])('are wrong when %s', (_, answer) => {
    expect(named(['one', 'two'], answer).wrong).toMatch(
      /^line \d (is|was cut short, and then comes) .* instead of /,
    );
  });
});

describe('the answers of an echo', () => {
  it('are right however they are cut', () => {
    const answers = echoed(['abc', '', 'def'], 'a', 'bcd', 'ef');

    expect([answers.wrong, answers.isComplete, answers.bytes]).toEqual([undefined, true, 6]);
  });

  it('are not complete before the last byte', () => {
    expect(echoed(['abc', 'def'], 'abcde').isComplete).toBe(false);
  });

  it.each<[string, string[]]>([
    ['a byte is another', ['abX']],
    ['a byte is missing', ['ab', 'de']],
    ['more come than were sent', ['abcdef', 'g']],
  ])('are wrong when %s', (_, chunks) => {
    expect(echoed(['abc', 'def'], ...chunks).wrong).toMatch(/^after \d right bytes /);
  });
});
