import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chapter } from './chapter.js';

/** A balancer stops while it is used. */
export const drain: Chapter = {
  title: 'Drain: stop without cutting connections',
  async play(stage) {
    await stage.balance({ stickyKey: 'none' }, async (balancer, port) => {
      const guest = await stage.welcome(port);
      await guest.ask('before');
      const stopped = once(balancer, 'stopped');
      const draining = once(balancer, 'drain_started');
      void balancer.close(10_000);
      // Until then it takes in those that the system had accepted already.
      await draining;
      stage.narrator.say('the balancer is told to stop while a client is connected');
      const refused = await isRefused(port);
      stage.narrator.claim('a new client is refused', refused);
      const answer = await guest.ask('after');
      stage.narrator.claim('the connected one is still answered', answer !== undefined);
      await guest.leave();
      const [{ drained }] = (await stopped) as [{ drained: number }];
      stage.narrator.claim('the balancer stopped when it had left, and cut no connection', drained === 0);
    });
  },
};

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const outcome = await Promise.race([
    once(socket, 'connect').then(
      () => 'connected',
      () => 'refused',
    ),
    sleep(1000, 'neither'),
  ]);
  socket.destroy();
  return outcome === 'refused';
}
