import { once } from 'node:events';
import type { Guest } from '../stage.js';
import type { Chapter } from './chapter.js';

/** Clients that stay, and one that leaves. */
export const leastConnections: Chapter = {
  title: 'Least connections: the least busy one',
  async play(stage) {
    await stage.balance({ stickyKey: 'none', algorithm: 'auto' }, async (balancer, port, opened) => {
      const guests: Guest[] = [];
      const names: (string | undefined)[] = [];
      for (let n = 0; n < 6; n++) {
        const guest = await stage.welcome(port);
        guests.push(guest);
        names.push(await guest.ask('hello'));
      }
      stage.narrator.say(`six clients connect and stay: ${names.join(' ')}`);
      const closed = once(balancer, 'connection_close');
      await guests[1]?.leave();
      await closed;
      stage.narrator.say(`the second one leaves; open connections: ${loads(balancer.backends)}`);
      const next = await stage.ask(port, 'who is free?');
      stage.narrator.say(`a new one is given to ${next ?? 'nobody'} (${opened.at(-1)?.why ?? ''})`);
      stage.narrator.claim(
        'the new client went to the backend with the fewest connections',
        next === names[1] && opened.at(-1)?.why === 'least-connections',
      );
      const rules = opened.slice(0, 4).map(({ why }) => why);
      stage.narrator.claim(
        'auto took turns while all were equally busy, and the least busy when they were not',
        rules.join() === 'round-robin,least-connections,least-connections,round-robin',
      );
      await Promise.all(guests.filter((_, n) => n !== 1).map((guest) => guest.leave()));
    });
  },
};

function loads(backends: readonly { readonly name: string; readonly openConnections: number }[]): string {
  return backends.map(({ name, openConnections }) => `${name} ${openConnections}`).join(', ');
}
