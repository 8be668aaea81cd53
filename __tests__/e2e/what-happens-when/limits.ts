import type { TestClient } from '../../helpers/backends.js';
import type { Lbsim } from '../../helpers/lbsim.js';
import type { Options, Section, Story } from './story.js';
import type { Witness } from './witness.js';

const FULL = 'as many clients are served as may be';

/** B1 is the only backend, and another client has the only place when the one that the row is about connects. */
function taken(
  fault: string,
  options: Options,
  goesOn: (client: Witness, other: TestClient, lb: Lbsim) => Promise<unknown>,
): Story {
  return {
    fault,
    options,
    async play(stage) {
      const lb = await stage.balance([await stage.backend()]);
      const { client: other } = await stage.other();
      const client = await stage.client();
      await goesOn(client, other, lb);
      return stage.recorded(client);
    },
  };
}

/** It asks, and waits until the other one leaves. */
async function waitsForItsTurn(client: Witness, other: TestClient): Promise<void> {
  client.says('hello\n');
  client.waits();
  await other.close();
  await client.sees();
}

/** Of clients for which there is no place. */
export const LIMITS: Section = {
  heading: 'There are too many clients',
  stories: [
    taken(
      'B1 has as many connections as it may have, until one ends',
      { 'max-per-backend': '1' },
      waitsForItsTurn,
    ),
    taken(`${FULL}, until one leaves`, { 'max-connections': '1' }, async (client, other, lb) => {
      await lb.event('max_connections_reached');
      await waitsForItsTurn(client, other);
    }),
    taken(`${FULL}, and the queue is full`, { 'max-connections': '1', 'queue-max': '0' }, (client) =>
      client.sees(),
    ),
    taken(`${FULL}, and none leaves`, { 'max-connections': '1', 'queue-timeout': '300ms' }, (client) =>
      client.sees(300),
    ),
    taken(`${FULL}; the client that waits leaves`, { 'max-connections': '1' }, async (client, _other, lb) => {
      await lb.event('max_connections_reached');
      client.waits();
    }),
    taken(
      `${FULL}; the client that waits has sent a megabyte, and resets`,
      { 'max-connections': '1' },
      async (client, _other, lb) => {
        await lb.event('max_connections_reached');
        client.says('x'.repeat(1024 * 1024));
        client.waits();
        client.resets();
        await lb.event('connection_close');
      },
    ),
  ],
};
