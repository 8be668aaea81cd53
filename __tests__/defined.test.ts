import { describe, expect, it } from '@jest/globals';
import { defined } from '../lib/defined.js';

describe('defined', () => {
  it('leaves out what is present but undefined, and nothing else', () => {
    const values = defined({ a: 0, b: undefined, c: null, d: '', e: false });
    expect(Object.keys(values)).toEqual(['a', 'c', 'd', 'e']);
  });

  it('lets the defaults spread before it hold', () => {
    const given: { port: number | undefined; host: string } = { port: undefined, host: '::1' };
    expect({ port: 8080, ...defined(given) }).toEqual({ port: 8080, host: '::1' });
  });
});
