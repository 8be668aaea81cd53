import { once } from 'node:events';
import type { Socket } from 'node:net';
import { listenOnLoopback, receive, RESET } from '../../helpers/sockets.js';
import type { Options, Section, Story } from './story.js';
import { Witness } from './witness.js';

/** A client leaves its backend in some way; the row is about what the backend sees. */
function leaves(fault: string, leave: (client: Witness) => void): Story {
  return {
    fault,
    async play(stage, onEnd) {
      const connections: Witness[] = [];
      const { server, port } = await listenOnLoopback((socket) => {
        connections.push(new Witness(socket));
      });
      onEnd(() => server.close());
      const lb = await stage.balance([{ spec: `B1=127.0.0.1:${port}` }]);
      const client = await stage.client();
      await lb.event('connection_open');
      while (connections.length < 2) await once(server, 'connection'); // the probe's is the first
      leave(client);
      const atB1 = connections[1];
      await atB1?.sees();
      await atB1?.leaves();
      await stage.recorded(client);
      return `(B1 sees ${atB1?.seen})`;
    },
  };
}

/** A client of that address meets with a balancer that does not want it. */
function unwelcome(fault: string, options: Options, says?: string, notBeforeMs = 0): Story {
  return {
    fault,
    options,
    async play(stage) {
      await stage.balance([await stage.backend()]);
      const client = await stage.client();
      if (says !== undefined) client.says(says);
      await client.sees(notBeforeMs);
      return stage.recorded(client);
    },
  };
}

/** Of what clients do, and of those that may not connect. */
export const CLIENTS: readonly Section[] = [
  {
    heading: 'A client leaves, or falls silent',
    stories: [
      leaves('the client closes', (client) => client.finishes()),
      leaves('the client resets', (client) => client.resets()),
      {
        fault: 'the client sends more than B1 reads, and resets',
        async play(stage, onEnd) {
          const connections: Socket[] = [];
          const { server, port } = await listenOnLoopback((socket) => void connections.push(socket.pause()));
          onEnd(() => server.close());
          const lb = await stage.balance([{ spec: `B1=127.0.0.1:${port}` }]);
          const client = await stage.client();
          await lb.event('connection_open');
          await client.floods();
          client.resets();
          await lb.event('connection_close');
          while (connections.length < 2) await once(server, 'connection'); // the probe's is the first
          const atB1 = connections[1];
          const seen = atB1 === undefined ? 'nothing' : (await receive(atB1.resume())).ending;
          return `(B1 sees ${RESET.test(seen) ? 'RST' : seen})`;
        },
      },
      {
        fault:
          'the client has asked and finished, B1 is silent, `lbsim server --hang`, and the client resets',
        async play(stage) {
          const lb = await stage.balance([await stage.server('--hang')]);
          const client = await stage.client();
          client.finishes('hello\n');
          await lb.event('connection_open');
          client.waits();
          client.resets();
          await lb.event('connection_close');
          return client.seen;
        },
      },
      {
        fault: 'the client has asked and finished, and B1 is silent: `lbsim server --hang`',
        options: { 'half-close-timeout': '300ms' },
        async play(stage) {
          await stage.balance([await stage.server('--hang')]);
          const client = await stage.client();
          client.finishes('hello\n');
          await client.sees(300);
          return stage.recorded(client);
        },
      },
    ],
  },
  {
    heading: 'A client may not connect',
    stories: [
      unwelcome('its address is denied', { deny: '127.0.0.0/8' }),
      unwelcome('its address is not among those that are allowed', { allow: '192.0.2.0/24' }),
      {
        fault: 'its address has just connected as often as it may',
        options: { 'rate-limit': '0.001' },
        async play(stage) {
          await stage.balance([await stage.backend()]);
          await stage.other();
          const client = await stage.client();
          await client.sees();
          return stage.recorded(client);
        },
      },
      unwelcome(
        'it comes through a proxy, which begins with something other than a PROXY header',
        { 'accept-proxy': true, trust: '127.0.0.1' },
        'hello\n',
      ),
      unwelcome(
        'the proxy’s header is garbage',
        { 'accept-proxy': true, trust: '127.0.0.1' },
        'PROXY TCP4 here there\r\n',
      ),
      unwelcome('the proxy says nothing', { 'accept-proxy': true, trust: '127.0.0.1' }, undefined, 3000),
      unwelcome('it is not one of the proxies that are trusted', {
        'accept-proxy': true,
        trust: '192.0.2.1',
      }),
    ],
  },
];
