import { describe, expect, it } from '@jest/globals';
import { createMode, isMode, MODES } from '../../../lib/server/modes/index.js';

describe('the table of modes', () => {
  it('names all modes, the default first', () => {
    expect(MODES).toEqual(['named', 'echo', 'http', 'discard', 'chargen', 'forward']);
  });

  it.each(MODES.map((mode) => [mode]))('makes the mode %s', (mode) => {
    expect(isMode(mode)).toBe(true);
    expect(createMode(mode, { name: 'B1', to: { host: '127.0.0.1', port: 1 } })).toHaveProperty('serve');
  });

  it.each([['shout'], [''], ['Named'], ['constructor'], ['__proto__']])('does not know %p', (name) => {
    expect(isMode(name)).toBe(false);
  });
});
