import { describe, expect, it } from '@jest/globals';
import { counted } from '../../lib/logging/format.js';

describe('format', () => {
  it('counts in singular and plural', () => {
    expect([counted(0, 'backend'), counted(1, 'backend'), counted(2, 'backend')]).toEqual([
      '0 backends',
      '1 backend',
      '2 backends',
    ]);
  });
});
