import { describe, expect, it } from '@jest/globals';
import { AnswerText } from '../../lib/client/answer-text.js';
import { Payload } from '../../lib/client/payload.js';
import { namedAnswer } from './helpers.js';

const LONG = 'x'.repeat(150_000);

describe('the text of an answer', () => {
  it.each([
    ['of a named server', 'hello', '[B1] hello\n', '[B1] hello', 'B1'],
    ['of an echo server', 'hello', 'hello\n', 'hello', undefined],
    ['of any other server', 'GET /', 'HTTP/1.1 400 Bad Request\r\n', 'HTTP/1.1 400 Bad Request\r', undefined],
    ['that is empty', 'hello', '\n', '', undefined],
    ['to a line that looks like a name', '[B7] x', '[B7] x\n', '[B7] x', undefined],
    ['that begins with what was sent', 'hello', 'hello you\n', 'hello you', undefined],
    ['in pieces', LONG, namedAnswer('B1', LONG), namedAnswer('B1', LONG).slice(0, -1), 'B1'],
    ['to a long line from a server without pieces', LONG, `[B1] ${LONG}\n`, `[B1] ${LONG}`, undefined],
  ])('is the one %s', (_, line, answer, text, backend) => {
    for (const chunkBytes of [1, 1000, Infinity]) {
      const reader = new AnswerText();
      reader.expect(Payload.text(line));
      const bytes = Buffer.from(answer);
      const states: string[] = [];
      for (let at = 0; at < bytes.length; at += chunkBytes)
        states.push(reader.push(bytes.subarray(at, at + chunkBytes)));
      expect(states.indexOf('complete')).toBe(states.length - 1);
      expect(new Set(states.slice(0, -1))).toEqual(new Set(states.length > 1 ? ['incomplete'] : []));
      expect(reader.text).toBe(text);
      expect(reader.backend).toBe(backend);
    }
  });

  it('leaves out what comes behind it and what nobody asked for', () => {
    const reader = new AnswerText();
    expect(reader.push(Buffer.from('welcome\n'))).toBe('incomplete');
    reader.expect(Payload.text('a'));
    expect(reader.push(Buffer.from('first\nsecond\n'))).toBe('complete');
    expect(reader.push(Buffer.from('third\n'))).toBe('incomplete');
    expect(reader.text).toBe('first');
  });

  it('ends with its first line when the pieces behind it are not those of the answer', () => {
    const reader = new AnswerText();
    reader.expect(Payload.text(LONG));
    expect(reader.push(Buffer.from(`[B1] ${LONG.slice(0, 65_536)}\n`))).toBe('incomplete');
    expect(reader.push(Buffer.from('something else'))).toBe('complete');
    expect(reader.backend).toBeUndefined();
  });

  it('begins anew with each line', () => {
    const reader = new AnswerText();
    reader.expect(Payload.text('a'));
    reader.push(Buffer.from('[B1] a\n'));
    reader.expect(Payload.text('b'));
    expect(reader.text).toBe('');
    reader.push(Buffer.from('[B2] b\n'));
    expect([reader.text, reader.backend]).toEqual(['[B2] b', 'B2']);
  });

  it('is not collected without end', () => {
    const reader = new AnswerText();
    reader.expect(Payload.text('a'));
    const chunk = Buffer.alloc(64 * 1024, 'z');
    const states = Array.from({ length: 17 }, () => reader.push(chunk));
    expect(states.at(0)).toBe('incomplete');
    expect(states.at(-1)).toBe('mismatch');
    expect(reader.reason).toContain('more than');
  });
});
