import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { BackendAddresses } from '../../lib/health/backend-addresses.js';
import { Backend } from '../../lib/routing/backend.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const HOUR = 3_600_000;

/** Looks names up as the test says. */
function addressesOf(hosts: readonly string[], { excludedPort = 0, timeoutMs = HOUR } = {}) {
  const answers = new Map<string, (ips: readonly string[]) => void>();
  const asked: string[] = [];
  const changed = jest.fn();
  const backends = hosts.map((host, index) => new Backend(index, { host, port: index + 1 }));
  const addresses = new BackendAddresses(backends, {
    intervalMs: HOUR,
    timeoutMs,
    lookup: async (host) => {
      asked.push(host);
      return new Promise((resolve) => answers.set(host, resolve));
    },
    excluded: ({ port }) => port === excludedPort,
    changed,
  });
  onEnd(() => addresses.stop());
  const answer = async (host: string, ...ips: string[]): Promise<void> => {
    answers.get(host)?.(ips);
    await nextTurn();
  };
  const ips = (): string[] => backends.map((backend) => addresses.of(backend).ips.join(' '));
  return { addresses, backends, asked, answers, changed, answer, ips };
}

describe('the addresses of backends', () => {
  it('are known without a lookup where they are given', async () => {
    const { addresses, asked, ips } = addressesOf(['127.0.0.1', '::1', 'fe80::1%lo']);
    await addresses.start();
    expect(ips()).toEqual(['127.0.0.1', '::1', 'fe80::1%lo']);
    expect(asked).toEqual([]);
  });

  it('are looked up once a name, two names at once, before the start is over', async () => {
    const { addresses, asked, answer, ips } = addressesOf(['a', 'b', 'c', 'a']);
    const started = addresses.start();
    expect(asked).toEqual(['a', 'b']);
    await answer('b');
    expect(asked).toEqual(['a', 'b', 'c']);
    await answer('c', '192.0.2.3');
    await answer('a', '192.0.2.1', '2001:db8::1');
    await started;
    expect(ips()).toEqual(['192.0.2.1 2001:db8::1', '', '192.0.2.3', '192.0.2.1 2001:db8::1']);
  });

  it('hold up the start for a while only', async () => {
    const { addresses, ips } = addressesOf(['hangs'], { timeoutMs: 10 });
    await addresses.start();
    expect(ips()).toEqual(['']);
  });

  it('leave a lookup free for names that resolve while others keep the name server waiting', async () => {
    const { addresses, backends, asked, answer } = addressesOf(['bad', 'worse', 'good']);
    const started = addresses.start();
    for (const host of ['bad', 'worse']) await answer(host);
    await answer('good', '192.0.2.1');
    await started;
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000);
    onEnd(() => jest.restoreAllMocks());
    for (const backend of backends) addresses.refresh(backend);
    expect(asked.slice(3)).toEqual(['bad', 'good']);
  });

  it('are not asked for again at once', async () => {
    const { addresses, backends, asked, answer } = addressesOf(['a']);
    const started = addresses.start();
    await answer('a');
    await started;
    for (const backend of backends) addresses.refresh(backend);
    expect(asked).toEqual(['a']);
  });

  it('stay when a later lookup fails, keep their order, and change when it brings others', async () => {
    const { addresses, backends, answer, changed, ips } = addressesOf(['a']);
    const started = addresses.start();
    await answer('a', '192.0.2.1', '192.0.2.2');
    await started;
    const clock = jest.spyOn(performance, 'now');
    onEnd(() => jest.restoreAllMocks());
    const [backend] = backends;
    if (backend === undefined) throw new Error('there is one');
    const [, second] = addresses.of(backend).addresses;
    if (second !== undefined) addresses.of(backend).reached(second);
    for (const [found, known] of [
      [[], '192.0.2.2 192.0.2.1'],
      [['192.0.2.1', '192.0.2.2'], '192.0.2.2 192.0.2.1'],
      [['192.0.2.3', '192.0.2.1'], '192.0.2.1 192.0.2.3'],
    ] as const) {
      clock.mockReturnValue(performance.now() + 2000);
      addresses.refresh(backend);
      await answer('a', ...found);
      expect(ips()).toEqual([known]);
    }
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('are asked for again when a lookup has not answered in time; its late answer counts all the same', async () => {
    const { addresses, backends, asked, answers, changed, ips } = addressesOf(['a'], { timeoutMs: 10 });
    await addresses.start();
    const [backend] = backends;
    if (backend === undefined) throw new Error('there is one');
    expect(addresses.failureOf(backend)).toBe('host not found: a (no answer within 0.01 s)');
    const late = answers.get('a');
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000);
    onEnd(() => jest.restoreAllMocks());
    addresses.refresh(backend);
    expect(asked).toEqual(['a', 'a']);
    late?.(['192.0.2.1']);
    await nextTurn();
    expect(ips()).toEqual(['192.0.2.1']);
    answers.get('a')?.(['192.0.2.2']);
    await nextTurn();
    expect(ips()).toEqual(['192.0.2.2']);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('are those of the lookup that was asked last', async () => {
    const { addresses, backends, answers, ips } = addressesOf(['a'], { timeoutMs: 10 });
    await addresses.start();
    const late = answers.get('a');
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000);
    onEnd(() => jest.restoreAllMocks());
    for (const backend of backends) addresses.refresh(backend);
    answers.get('a')?.(['192.0.2.2']);
    await nextTurn();
    late?.(['192.0.2.1']);
    await nextTurn();
    expect(ips()).toEqual(['192.0.2.2']);
  });

  it("are never the balancer's own", async () => {
    const { addresses, answer, ips } = addressesOf(['a'], { excludedPort: 1 });
    const started = addresses.start();
    await answer('a', '127.0.0.1');
    await started;
    expect(ips()).toEqual(['']);
  });
});
