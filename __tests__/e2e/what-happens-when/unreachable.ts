import { startBlackHole } from '../../helpers/black-hole.js';
import type { Section } from './story.js';

/** Of backends that cannot be reached, or are gone before a byte has passed: the client is given another. */
export const UNREACHABLE: Section = {
  heading: 'A backend cannot be reached',
  stories: [
    {
      fault: 'B1 was down before the balancer started',
      async play(stage) {
        const [b1, b2] = await stage.backends();
        await b1.crash();
        await stage.balance([b1, b2]);
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1 is given by a host name that does not resolve: `B1=b1.invalid:8881`',
      async play(stage) {
        await stage.balance([{ spec: 'B1=b1.invalid:8881' }, await stage.backend('B2')]);
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1 refuses connections: nothing listens there any more',
      async play(stage) {
        const [b1, b2] = await stage.backends();
        await stage.balance([b1, b2]);
        await b1.crash();
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1 swallows every SYN, as a dead host or a firewall does',
      options: { 'connect-timeout': '300ms' },
      async play(stage, onEnd) {
        const [hole, b2] = [await startBlackHole(onEnd), await stage.backend('B2')];
        await stage.balance([{ spec: hole.spec.replace(/^\w+/, 'B1') }, b2]);
        await hole.swallow();
        const client = await stage.client();
        await client.asks(300);
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1 resets a connection through which nothing has passed yet, not a byte; then the client asks',
      async play(stage) {
        const [b1, b2] = await stage.backends();
        const lb = await stage.balance([b1, b2]);
        const client = await stage.client();
        await lb.event('connection_open');
        await b1.crash();
        await lb.event('connection_moved');
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1 refuses, and beside it there is only a spare one, named by `--backup`',
      async play(stage) {
        const [b1, spare] = [await stage.backend(), await stage.backend('spare')];
        await stage.balance([b1], { backup: spare.spec });
        await b1.crash();
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
  ],
};
