import { PassThrough, Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Flow } from '../../lib/net/flow.js';

/** Holds what is written until the test lets go of it. */
class HeldSink extends Writable {
  readonly taken: string[] = [];
  #letGo: ((error?: Error) => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error) => void): void {
    this.#letGo = (error) => {
      if (error === undefined) this.taken.push(chunk.toString());
      callback(error);
    };
  }

  /** Takes the write that is under way, or fails it. */
  async letGo(error?: Error): Promise<void> {
    this.#letGo?.(error);
    await nextTurn();
  }
}

/** Takes everything at once. */
class OpenSink extends Writable {
  readonly taken: string[] = [];

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.taken.push(chunk.toString());
    callback();
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a flow into a sink that takes all at once', () => {
  let sink: OpenSink;
  let source: Readable;
  let flow: Flow;
  beforeEach(() => {
    sink = new OpenSink();
    source = new PassThrough();
    flow = new Flow(source, sink);
  });

  it('lets the source read on and never touches it', async () => {
    const resume = jest.spyOn(source, 'resume');

    expect([flow.push(bytes('a')), flow.push(bytes('bc'))]).toEqual([true, true]);
    await nextTurn();

    expect(sink.taken).toEqual(['a', 'bc']);
    expect(flow.bytes).toBe(3);
    expect(flow.flushed).toBe(true);
    expect(resume).not.toHaveBeenCalled();
  });

  it('calls back at once that it has flushed', () => {
    const flushed = jest.fn();
    flow.push(bytes('a'));

    flow.whenFlushed(flushed);

    expect(flushed).toHaveBeenCalledTimes(1);
  });

  it('stops a source that yields after each read, until the next turn of the event loop', async () => {
    const resume = jest.spyOn(source, 'resume');

    expect(flow.pushAndYield(bytes('a'))).toBe(false);
    expect(resume).not.toHaveBeenCalled();
    await nextTurn();

    expect(resume).toHaveBeenCalledTimes(1);
    expect(sink.taken).toEqual(['a']);
  });
});

describe('a flow into a sink that holds bytes', () => {
  let sink: HeldSink;
  let source: Readable;
  let flow: Flow;
  beforeEach(() => {
    sink = new HeldSink();
    sink.on('error', () => undefined);
    source = new PassThrough();
    flow = new Flow(source, sink);
  });

  it('stops the source, and resumes it exactly once when the sink has taken them', async () => {
    const resume = jest.spyOn(source, 'resume');

    expect(flow.push(bytes('a'))).toBe(false);
    await nextTurn();
    expect(flow.flushed).toBe(false);
    expect(resume).not.toHaveBeenCalled();
    await sink.letGo();

    expect(flow.flushed).toBe(true);
    expect(resume).toHaveBeenCalledTimes(1);
  });

  it('resumes the source once for each time that it was stopped', async () => {
    const resume = jest.spyOn(source, 'resume');

    for (const text of ['a', 'b', 'c']) {
      flow.push(bytes(text));
      await sink.letGo();
    }

    expect(sink.taken).toEqual(['a', 'b', 'c']);
    expect(resume).toHaveBeenCalledTimes(3);
  });

  it('pauses a plain source, and resumes it', async () => {
    source.resume();

    flow.pushOrPause(bytes('a'));
    expect(source.isPaused()).toBe(true);
    await sink.letGo();

    expect(source.isPaused()).toBe(false);
  });

  it('resumes a source that yields only when the sink has taken the bytes', async () => {
    const resume = jest.spyOn(source, 'resume');

    expect(flow.pushAndYield(bytes('a'))).toBe(false);
    await nextTurn();
    expect(resume).not.toHaveBeenCalled();
    await sink.letGo();

    expect(resume).toHaveBeenCalledTimes(1);
  });

  it('calls back when it has flushed, before it asks for more', async () => {
    const calls: string[] = [];
    jest.spyOn(source, 'resume').mockImplementation(() => {
      calls.push('resume');
      return source;
    });
    flow.push(bytes('a'));

    flow.whenFlushed(() => calls.push('flushed'));
    expect(calls).toEqual([]);
    await sink.letGo();

    expect(calls).toEqual(['flushed', 'resume']);
  });

  it('neither resumes nor calls back when the sink fails', async () => {
    const resume = jest.spyOn(source, 'resume');
    const flushed = jest.fn();
    flow.push(bytes('a'));
    flow.whenFlushed(flushed);

    await sink.letGo(new Error('broken'));

    expect(resume).not.toHaveBeenCalled();
    expect(flushed).not.toHaveBeenCalled();
  });

  it('reads on and drops what comes once it is told to discard', async () => {
    const resume = jest.spyOn(source, 'resume');
    flow.push(bytes('a'));

    flow.discard();

    expect(resume).toHaveBeenCalledTimes(1);
    expect(flow.push(bytes('dropped'))).toBe(true);
    await sink.letGo();
    expect(sink.taken).toEqual(['a']);
    expect(flow.bytes).toBe(1);
  });
});

it('carries a whole stream, in order, however small the buffers', async () => {
  const source = new PassThrough({ highWaterMark: 3 });
  const sink = new PassThrough({ highWaterMark: 2 });
  const flow = new Flow(source, sink);
  source.on('data', flow.pushOrPause).on('end', () => sink.end());
  const words = Array.from({ length: 1000 }, (_, n) => `${n} `);

  Readable.from(words).pipe(source);

  const carried = await sink.setEncoding('latin1').toArray();
  expect(carried.join('')).toBe(words.join(''));
  expect(flow.bytes).toBe(words.join('').length);
});
