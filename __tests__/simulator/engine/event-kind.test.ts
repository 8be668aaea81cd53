import { expect, test } from '@jest/globals';
import {
  ARRIVAL,
  COMPLETION,
  eventCode,
  kindOf,
  subjectOf,
  TIMEOUT,
  TIMER,
} from '../../../lib/simulator/engine/event-kind.js';

test('a code gives back its kind and its subject, up to the greatest subject, in 32 bits', () => {
  const kept = new Int32Array(1);
  for (const kind of [ARRIVAL, COMPLETION, TIMEOUT, TIMER]) {
    for (const subject of [0, 1, 12_345, 2 ** 29 - 1]) {
      kept[0] = eventCode(kind, subject);
      expect([kindOf(kept[0]), subjectOf(kept[0])]).toEqual([kind, subject]);
    }
  }
});
