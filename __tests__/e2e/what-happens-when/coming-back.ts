import type { Section, Story } from './story.js';

const NEXT = 20;

/** B1 goes and comes back; the row is about the clients that come then, in turn. */
function comesBack(fault: string, options: Story['options'] = {}): Story {
  return {
    fault,
    options,
    probed: true,
    async play(stage) {
      const [b1, b2] = await stage.backends();
      const lb = await stage.balance([b1, b2]);
      await b1.crash();
      await lb.event('failover');
      await b1.start();
      await lb.event('failback');
      let share = 0;
      for (let i = 0; i < NEXT; i++) {
        const { client, answer } = await stage.other();
        if (answer === 'B1:hello') share++;
        await client.close();
      }
      return `${share} of the next ${NEXT} clients have the answer of B1`;
    },
  };
}

/** Of the return of a backend, and of what clients do while there is none. */
export const COMING_BACK: Section = {
  heading: 'A backend comes back, or none is left',
  stories: [
    comesBack('B1 goes and comes back, beside a B2; health checks find out'),
    comesBack('B1 goes and comes back, beside a B2; health checks find out', { 'slow-start': '1h' }),
    {
      fault: 'B1, the only one, is down, and comes back while a client waits; health checks find out',
      probed: true,
      async play(stage) {
        const b1 = await stage.backend();
        const lb = await stage.balance([b1]);
        await b1.crash();
        await lb.event('no_active_servers');
        const client = await stage.client();
        client.says('hello\n');
        client.waits();
        await b1.start();
        await client.sees();
        return stage.recorded(client);
      },
    },
    ...(['300ms', '0'] as const).map((timeout): Story => ({
      fault: 'B1, the only one, refuses and stays down',
      options: { 'wait-for-backend-timeout': timeout },
      async play(stage) {
        const b1 = await stage.backend();
        await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await client.sees(timeout === '0' ? 0 : 300);
        return stage.recorded(client);
      },
    })),
    {
      fault: 'B1, the only one, refuses and stays down; the client leaves while it waits',
      async play(stage) {
        const b1 = await stage.backend();
        const lb = await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await lb.event('no_active_servers');
        client.waits();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1, the only one, refuses, but does not count as down yet',
      options: { 'health-check-fall': '100', 'wait-for-backend-timeout': '300ms' },
      async play(stage) {
        const b1 = await stage.backend();
        await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await client.sees(300);
        return stage.recorded(client);
      },
    },
  ],
};
