import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConnectionTable, type TableEntry } from '../../lib/balancer/connection-table.js';

it('holds what a Set holds after any sequence of additions and deletions', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (sequence) => {
      const things: TableEntry[] = Array.from({ length: 10 }, () => ({ place: -1 }));
      const live = new ConnectionTable();
      const model = new Set<TableEntry>();

      for (const index of sequence) {
        const thing = things[index];
        if (thing === undefined) throw new Error(`no thing ${index}`);
        if (model.delete(thing)) live.delete(thing);
        else {
          model.add(thing);
          live.add(thing);
        }
        expect(live.size).toBe(model.size);
      }

      expect(new Set(live.toArray())).toEqual(model);
      expect(live.toArray()).toHaveLength(model.size);
    }),
  );
});

it('can be emptied while its members are gone through', () => {
  const live = new ConnectionTable();
  for (let n = 0; n < 5; n++) live.add({ place: -1 });

  for (const member of live.toArray()) live.delete(member);

  expect(live.size).toBe(0);
});
