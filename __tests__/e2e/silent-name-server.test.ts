import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, type Ending } from '../helpers/lbsim.js';
import { inNamespace, WITH_NAMESPACES } from '../helpers/namespace.js';
import { childrenOf, gone } from '../helpers/processes.js';
import { stretched } from '../helpers/slow-machine.js';

const onEnd = cleanup();

/** Less than the resolver of any system takes until it gives up. */
const SOON_MS = 3000;

/** A command for which the only name server never answers. */
async function start(...args: string[]): Promise<Lbsim> {
  const file = join(await temporaryFolder(onEnd), 'resolv.conf');
  await writeFile(file, 'nameserver 192.0.2.53\n');
  // What is sent there comes back by the loopback interface, and is nobody's.
  const setUp = ['ip route add 192.0.2.53/32 dev lo', `mount --bind ${file} /etc/resolv.conf`];
  const lbsim = new Lbsim(args, { within: (command) => inNamespace(command, ...setUp) });
  onEnd(() => lbsim.kill());
  return lbsim;
}

/** The processes that look up names for that one, as soon as there are any. */
async function lookupsOf(pid: number): Promise<number[]> {
  for (;;) {
    const children = await childrenOf(pid, 'lookup-child.js');
    if (children.length > 0) return children;
    await sleep(10);
  }
}

/** Stops it while its lookup is under way, which is in a process of its own. */
async function stop(lbsim: Lbsim): Promise<Ending & { tookMs: number }> {
  const { pid = 0 } = lbsim.child;
  await lookupsOf(pid);
  const since = performance.now();
  const ending = await lbsim.kill('SIGTERM');
  return { ...ending, tookMs: performance.now() - since };
}

WITH_NAMESPACES.describe('a lookup that is under way', () => {
  it.each([
    ['a balancer', ['balance', '--backends', 'svc.example:80', '--health-check-timeout', '100ms']],
    ['a balancer whose backends are addresses of the name', ['balance', '--backends', 'dns:svc.example:80']],
    ['a balancer of several processes', ['balance', '--workers', '2', '--backends', 'svc.example:80']],
    ['a balancer that is to listen there', ['balance', '--host', 'svc.example', '--backends', '127.0.0.1:9']],
    ['a server that is to listen there', ['server', '--host', 'svc.example']],
  ])('does not hold up the stop of %s', async (_what, args) => {
    const lbsim = await start(...args, '--port', '0');
    const { tookMs, ...ending } = await stop(lbsim);
    expect(ending).toEqual({ status: 0, signal: null });
    expect(tookMs).toBeLessThan(stretched(SOON_MS));
    expect(lbsim.records.at(-1)?.event).toBe('stopped');
  });

  it('does not hold up the stop of a load, which has its report', async () => {
    const lbsim = await start('client', '--host', 'svc.example', '--count', '1', '--json');
    const { tookMs, ...ending } = await stop(lbsim);
    expect(ending).toEqual({ status: 143, signal: null });
    expect(tookMs).toBeLessThan(stretched(SOON_MS));
    expect(JSON.parse(lbsim.stdout)).toMatchObject({ connections: 0, interrupted: 'SIGTERM' });
  });

  it('leaves no process behind, also when the command is killed', async () => {
    const lbsim = await start('balance', '--backends', 'svc.example:80', '--port', '0');
    const { pid = 0 } = lbsim.child;
    const children = await lookupsOf(pid);
    await lbsim.kill('SIGKILL');
    await Promise.all(children.map(gone));
  });

  it('shows as the reason why a backend is down', async () => {
    const lbsim = await start('balance', '--backends', 'B1=svc.example:80', '--port', '0');
    expect(await lbsim.event('backend_down_at_start')).toMatchObject({
      reason: 'host not found: svc.example (no answer within 2 s)',
    });
  });
});
