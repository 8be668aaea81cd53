import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('--backup', () => {
  it('is used only while no other backend is active', async () => {
    const [b1, b2, b3] = await startBackends(3, onEnd);
    if (b1 === undefined || b2 === undefined || b3 === undefined) throw new Error('three were asked for');
    const options = ['--sticky-key', 'none', '--health-check-interval', '0.2'];
    const lb = startBalance([b1, b2], onEnd, '--backup', b3.spec, ...options);
    const port = await lb.port();
    expect(await lb.event('listening')).toMatchObject({
      backends: ['B1', 'B2', 'B3'],
      activeServers: ['B1', 'B2'],
    });
    const seen = async (): Promise<string[]> => {
      const names = await Promise.all(Array.from({ length: 6 }, () => askOnce(port)));
      return [...new Set(names.map(String))].sort();
    };
    expect(await seen()).toEqual(['B1', 'B2']);
    await b1.crash();
    expect(await lb.event('failover')).toMatchObject({ backend: 'B1', activeServers: ['B2'] });
    expect(await seen()).toEqual(['B2']);
    await b2.crash();
    expect(await lb.event('failover', 2)).toMatchObject({ backend: 'B2', activeServers: ['B3'] });
    expect(await seen()).toEqual(['B3']);
    expect(lb.all('no_active_servers')).toEqual([]);
    await b1.start();
    expect(await lb.event('failback')).toMatchObject({ backend: 'B1', activeServers: ['B1'] });
    expect(await seen()).toEqual(['B1']);
    await b1.crash();
    await b3.crash();
    expect(await lb.event('no_active_servers')).toMatchObject({ level: 'warn' });
  });
});
