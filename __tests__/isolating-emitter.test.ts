import { once } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { IsolatingEmitter, type IsolatingEvents } from '../lib/isolating-emitter.js';

interface Events extends IsolatingEvents {
  happened: [{ what: string }];
}

function broken(): never {
  throw new Error('broken');
}

describe('an emitter that isolates its listeners', () => {
  it('tells all of them, in order, though one throws, and tells of that', () => {
    const emitter = new IsolatingEmitter<Events>();
    const told: unknown[] = [];
    emitter.on('listener_failed', (failure) => told.push(failure));
    emitter.on('happened', ({ what }) => told.push(`first ${what}`));
    emitter.on('happened', broken);
    emitter.on('happened', ({ what }) => told.push(`last ${what}`));
    expect(emitter.emit('happened', { what: 'it' })).toBe(true);
    expect(told).toEqual(['first it', { event: 'happened', reason: 'broken' }, 'last it']);
  });

  it('tells of a listener whose promise is rejected', async () => {
    const emitter = new IsolatingEmitter<Events>();
    const failed = once(emitter, 'listener_failed');
    const late = (): unknown => Promise.reject(new Error('too late'));
    emitter.on('happened', late);
    emitter.emit('happened', { what: 'it' });
    expect(await failed).toEqual([{ event: 'happened', reason: 'too late' }]);
  });

  it.each([
    ['nobody listens to that', 'happened', () => undefined],
    [
      'who does fails, too',
      'listener_failed',
      (emitter: IsolatingEmitter<Events>) => emitter.on('listener_failed', broken),
    ],
  ])('warns when %s', (_when, event, prepare) => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const emitter = new IsolatingEmitter<Events>();
    prepare(emitter);
    emitter.on('happened', broken);
    emitter.emit('happened', { what: 'it' });
    expect(warn.mock.calls).toEqual([[`a listener of ${event} failed: broken`]]);
    warn.mockRestore();
  });

  it.each<[unknown, string]>([
    [Object.create(null), 'unknown error'],
    [{ name: 'Odd', message: { text: 'x' } }, 'Odd'],
    [new AggregateError([new Error('first')]), 'first'],
  ])('tells of a listener that throws what is no plain error (%#)', (thrown, reason) => {
    const emitter = new IsolatingEmitter<Events>();
    const told: unknown[] = [];
    emitter.on('listener_failed', (failure) => told.push(failure));
    emitter.on('happened', () => {
      throw thrown;
    });
    expect(emitter.emit('happened', { what: 'it' })).toBe(true);
    expect(told).toEqual([{ event: 'happened', reason }]);
  });

  it('calls a listener that wants to hear once, once', () => {
    const emitter = new IsolatingEmitter<Events>();
    let heard = 0;
    emitter.once('happened', () => heard++);
    expect([1, 2].map(() => emitter.emit('happened', { what: 'it' }))).toEqual([true, false]);
    expect(heard).toBe(1);
  });
});
