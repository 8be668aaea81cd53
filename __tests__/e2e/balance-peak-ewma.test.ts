import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

const CLIENTS = 60;

/** Far above what a busy machine holds up a fast backend for: one such peak would make that one the slower of the two. */
const LATENCY = '2s';

/** An `lbsim server` whose every answer takes so long. */
async function startSlow(name: string, latency: string): Promise<{ spec: string }> {
  const server = new Lbsim(['server', '--name', name, '--port', '0', '--latency', latency]);
  onEnd(() => server.kill());
  return { spec: `${name}=127.0.0.1:${await server.port()}` };
}

describe('lbsim balance, peak-ewma', () => {
  it.each(['1', '2'])('sends few clients to a slow backend, with --workers %s', async (workers) => {
    const backends = [...(await startBackends(2, onEnd)), await startSlow('slow', LATENCY)];
    const options = ['--algorithm', 'peak-ewma', '--sticky-key', 'none', '--log-connections', 'all'];
    const lb = startBalance(backends, onEnd, ...options, '--workers', workers);
    const port = await lb.port();
    for (let client = 0; client < CLIENTS; client++) expect(await askOnce(port)).toBeDefined();
    await lb.event('connection_open', CLIENTS);
    const opened = lb.all('connection_open');
    const share = (name: string): number => opened.filter(({ backend }) => backend === name).length;
    expect(new Set(opened.map(({ why }) => why))).toEqual(new Set(['peak-ewma']));
    // A fair share is 20; at the first time nothing is known of it.
    expect(share('slow')).toBeGreaterThanOrEqual(1);
    expect(share('slow')).toBeLessThan(6);
    expect(share('B1') + share('B2') + share('slow')).toBe(CLIENTS);
  });
});
