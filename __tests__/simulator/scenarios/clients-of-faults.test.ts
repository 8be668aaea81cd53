import { describe, expect, it } from '@jest/globals';
import { clientsOfFaults } from '../../../lib/simulator/scenarios/clients-of-faults.js';
import type { BackendFault, ScenarioEvent } from '../../../lib/simulator/scenarios/scenario.js';

const of = (backend: string, kind: 'crash' | 'black-hole' | 'heal' | 'remove' | 'add'): ScenarioEvent => {
  const fault: BackendFault = { kind };
  return { at: 0, backend, fault };
};

describe('the clients of a backend when a fault strikes it', () => {
  it.each<[string, readonly ScenarioEvent[], readonly string[]]>([
    [
      'are an equal share',
      [of('B1', 'crash'), of('B1', 'heal'), of('B2', 'crash')],
      ['share', 'share', 'share'],
    ],
    ['are none once it is removed', [of('B1', 'remove'), of('B1', 'crash')], ['share', 'none']],
    [
      'are a share again when it has been added',
      [of('B1', 'remove'), of('B1', 'add'), of('B1', 'crash')],
      ['share', 'none', 'share'],
    ],
    ['are not known while another is removed', [of('B2', 'remove'), of('B1', 'crash')], ['share', 'unknown']],
    [
      'are not known while another is down',
      [of('B2', 'black-hole'), of('B1', 'crash')],
      ['share', 'unknown'],
    ],
    ['are not known while more come', [{ at: 0, arrivals: 2 }, of('B1', 'crash')], ['unknown']],
    [
      'are an equal share when as many come as at first',
      [{ at: 0, arrivals: 2 }, { at: 1, arrivals: 1 }, of('B1', 'crash')],
      ['share'],
    ],
  ])('%s', (_, events, expected) => {
    expect(clientsOfFaults(events)).toEqual(expected);
  });
});
