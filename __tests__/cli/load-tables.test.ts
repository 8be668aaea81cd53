import { expect, it } from '@jest/globals';
import { loadTables } from '../../lib/cli/load-tables.js';
import { LoadRecorder } from '../../lib/client/load/load-report.js';

/** The cell below `connections/s` of four connections in two seconds. */
function rateOf(connected: boolean): string | undefined {
  const recorder = new LoadRecorder();
  if (connected) recorder.connect.record(1);
  for (let n = 0; n < 4; n++) recorder.ended('connection_refused', 0, 0);
  const [head = '', , row = ''] = loadTables(recorder.report(2), true, Infinity).split('\n').slice(1);
  const column = head.split('│').findIndex((cell) => cell.trim() === 'connections/s');
  return row.split('│')[column]?.trim();
}

it('there is a rate of connections when some could be made, and a dash when none could', () => {
  expect(rateOf(true)).toBe('2.0');
  expect(rateOf(false)).toBe('–');
});
