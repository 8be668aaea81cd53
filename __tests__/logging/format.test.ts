import { describe, expect, it } from '@jest/globals';
import { count } from '../../lib/logging/format.js';

describe('format', () => {
  it('counts in singular and plural', () => {
    expect([count(0, 'backend'), count(1, 'backend'), count(2, 'backend')]).toEqual([
      '0 backends',
      '1 backend',
      '2 backends',
    ]);
  });
});
