import { describe, expect, it } from '@jest/globals';
import { formatProxyHeader } from '../../lib/net/proxy-protocol.js';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, readToEnd } from '../helpers/sockets.js';

const onEnd = cleanup();
const EACH_LOGGED = ['--log-connections', 'all'];
const PROXIES = ['--accept-proxy', '--trust', '127.0.0.1/32', ...EACH_LOGGED];
const ALGORITHMS = ['rendezvous', 'ring', 'maglev', 'bounded-load'];
const CLIENTS = Array.from({ length: 24 }, (_, n) => `192.0.2.${n + 1}`);

/** Asks through a proxy before the balancer, as that client. @returns who answered */
async function askAs(host: string, port: number): Promise<string | undefined> {
  const socket = await connectToLoopback(port);
  onEnd(() => socket.destroy());
  const addresses = {
    source: { host, port: socket.localPort ?? 0 },
    destination: { host: '198.51.100.1', port: 443 },
  };
  socket.end(Buffer.concat([formatProxyHeader('v2', addresses), Buffer.from('x\n')]));
  return (await readToEnd(socket)).toString().split(':')[0];
}

describe.each(ALGORITHMS)('lbsim balance --algorithm %s', (algorithm) => {
  it('spreads clients by their addresses, each to one backend, the same at every balancer', async () => {
    const backends = await startBackends(3, onEnd);
    const answers: (string | undefined)[][] = [];
    // The second balancer has the backends in another order, and remembers nobody of the first.
    for (const list of [backends, backends.toReversed()]) {
      const lb = startBalance(list, onEnd, '--algorithm', algorithm, ...PROXIES);
      const port = await lb.port();
      for (let round = 0; round < 2; round++) {
        const given: (string | undefined)[] = [];
        for (const [n, client] of CLIENTS.entries()) {
          given.push(await askAs(client, port));
          // Bounded loads look at who is still connected.
          await lb.event('connection_close', round * CLIENTS.length + n + 1);
        }
        answers.push(given);
      }
      const rules = lb.all('connection_open').map(({ why }) => why);
      expect(rules.slice(0, CLIENTS.length)).toEqual(CLIENTS.map(() => algorithm));
      expect(rules.slice(CLIENTS.length)).toEqual(CLIENTS.map(() => 'sticky'));
    }
    expect(new Set(answers[0])).toEqual(new Set(['B1', 'B2', 'B3']));
    for (const given of answers) expect(given).toEqual(answers[0]);
  });

  it('takes each connection for a client of its own with --sticky-key none', async () => {
    const options = ['--algorithm', algorithm, '--sticky-key', 'none', ...EACH_LOGGED];
    const lb = startBalance(await startBackends(3, onEnd), onEnd, ...options);
    const port = await lb.port();
    const seen = new Set<string | undefined>();
    for (let i = 0; i < 32; i++) seen.add(await askOnce(port));
    expect([...seen].sort()).toEqual(['B1', 'B2', 'B3']);
    await lb.event('connection_open', 32);
    expect(lb.all('connection_open').map(({ why }) => why)).toEqual(Array(32).fill(algorithm));
  });
});
