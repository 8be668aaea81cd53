import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer } from '../../balancer/balancer.js';
import type { ConnectionCloseEvent } from '../../control/events.js';
import { startDeadline } from '../../net/deadline.js';
import { PersistentLoad } from '../persistent-load.js';
import type { Stage } from '../stage.js';
import type { Chapter } from './chapter.js';

/** How late an event may come, beyond what the settings of the health checks explain, in milliseconds. */
const SLACK_MS = 500;
const CLIENTS = 4;

/** A backend is killed under load, and comes back. */
export const failover: Chapter = {
  title: 'Failover and failback: a backend is killed under load',
  async play(stage) {
    await stage.balance({ stickyKey: 'none' }, async (balancer, port) => {
      const lostUnsent = countLostUnsent(balancer);
      const load = new PersistentLoad((line) => stage.ask(port, line), CLIENTS);
      const running = load.run();
      stage.narrator.say(`${CLIENTS} clients ask one question after another`);
      try {
        await sleep(stage.tempo.loadMs / 3);
        await killUnderLoad(stage, balancer);
        await sleep(stage.tempo.loadMs / 3);
        await bringBack(stage, balancer, load);
      } finally {
        // A story that breaks off must not leave clients behind that ask for ever.
        load.stop();
        await running;
      }
      const { asked, answered, askedAgain } = load;
      stage.narrator.say(`${asked} questions in all, ${answered} answered`);
      if (askedAgain > 0) {
        stage.narrator.say(`lost with B2 and asked again: ${askedAgain}`);
      }
      stage.narrator.claim('every question was answered', asked > 0 && asked === answered);
      stage.narrator.claim('no connection failed before its client had sent anything', lostUnsent() === 0);
    });
  },
};

async function killUnderLoad({ backends, narrator, tempo }: Stage, balancer: Balancer): Promise<void> {
  const [, victim] = backends;
  const allowed = tempo.healthCheckIntervalMs + tempo.healthCheckTimeoutMs + SLACK_MS;
  const noticed = within(allowed, once(balancer, 'failover'));
  const killed = performance.now();
  narrator.say(`kill -9 ${victim?.pid ?? ''}: B2 dies`);
  const [failover] = await Promise.all([noticed, victim?.kill()]);
  const [{ reason }] = (failover ?? [{ reason: 'not noticed' }]) as [{ reason: string }];
  const took = Math.round(performance.now() - killed);
  narrator.say(`after ${took} ms: ${reason}; active: ${balancer.activeServers.join(', ')}`);
  const holds = failover !== undefined && balancer.activeServers.join() === 'B1,B3';
  narrator.claim(`failover within ${allowed} ms`, holds);
}

async function bringBack(
  { backends, narrator, tempo }: Stage,
  balancer: Balancer,
  load: PersistentLoad,
): Promise<void> {
  const [, victim] = backends;
  const allowed = tempo.healthCheckIntervalMs + SLACK_MS;
  const noticed = once(balancer, 'failback');
  narrator.say('B2 is started again');
  await victim?.start();
  const started = performance.now();
  const failback = await within(allowed, noticed);
  const took = Math.round(performance.now() - started);
  narrator.say(`after ${took} ms; active: ${balancer.activeServers.join(', ')}`);
  const holds = failback !== undefined && balancer.activeServers.length === 3;
  narrator.claim(`failback within ${allowed} ms`, holds);
  const before = load.answersOf('B2');
  await within(
    allowed,
    load.until(() => load.answersOf('B2') > before),
  );
  narrator.claim('B2 gets its share again', load.answersOf('B2') > before);
}

/** @returns undefined when it takes longer than that; time in which this process stood still does not count */
async function within<T>(ms: number, awaited: Promise<T>): Promise<T | undefined> {
  let callOff = (): void => undefined;
  const expired = new Promise<undefined>((expire) => {
    callOff = startDeadline(ms, () => expire(undefined));
  });
  return Promise.race([awaited, expired]).finally(callOff);
}

/** Watches for connections that came to grief before their client had sent a byte. @returns how many so far */
function countLostUnsent(balancer: Balancer): () => number {
  let lost = 0;
  balancer.on('connection_close', ({ end, bytesIn }: ConnectionCloseEvent) => {
    if (bytesIn === 0 && end !== 'client_closed') lost++;
  });
  return () => lost;
}
