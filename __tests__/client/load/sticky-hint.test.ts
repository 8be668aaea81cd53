import { describe, expect, it } from '@jest/globals';
import { LoadRecorder } from '../../../lib/client/load/load-report.js';
import { stickyHint } from '../../../lib/client/load/sticky-hint.js';

/** @param backends - the one that answered each connection */
function hintOf(backends: readonly (string | undefined)[]): string | undefined {
  const recorder = new LoadRecorder();
  for (const backend of backends) {
    recorder.answered(backend, 1);
    recorder.ended(undefined, 1, 1);
  }
  return stickyHint(recorder.report(1));
}

describe('the hint about sticky sessions', () => {
  it('is given when one backend answered more than a few connections', () => {
    expect(hintOf(Array<string>(6).fill('B\u001b1'))).toMatch(
      /^hint: all answers came from B\\u001b1\. .*--sticky-key none/,
    );
  });

  it.each([
    ['there were few', Array<string>(5).fill('B1')],
    ['two backends answered', ['B2', ...Array<string>(9).fill('B1')]],
    ['answers name no backend', Array<undefined>(9).fill(undefined)],
    ['there were none', []],
  ])('is not given when %s', (_, backends) => {
    expect(hintOf(backends)).toBeUndefined();
  });
});
