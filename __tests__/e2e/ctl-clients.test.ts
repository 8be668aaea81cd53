import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';

const onEnd = cleanup();

interface Listed {
  readonly items: readonly { readonly id: string; readonly client: string; readonly backend: string }[];
}

/** A client whose connection stands, and which is closed at the end of the test. */
async function connected(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  await client.ask('x');
  return client;
}

describe('what lbsim ctl does to clients', () => {
  it('pins one to a backend, tells where it sticks to, and forgets it', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(3, onEnd), '--sticky-key', 'ip');
    const port = await lb.port();
    expect(await desk.ctl('sessions')).toBe('no sessions\n');
    expect(await desk.ctl('pin', '127.0.0.1', 'B3')).toBe('127.0.0.1 sticks to B3\n');
    expect([await askOnce(port), await askOnce(port)]).toEqual(['B3', 'B3']);
    expect(await desk.json('sessions', '127.0.0.1')).toMatchObject({
      key: '127.0.0.1',
      backend: 'B3',
    });
    expect(await desk.ctl('explain', '127.0.0.1')).toContain('127.0.0.1 sticks to B3.\n');
    expect(await desk.ctl('forget', '--backend', 'B1')).toBe('0 clients forgotten\n');
    expect(await desk.ctl('forget', '--backend', 'B3')).toBe('1 client forgotten\n');
    expect(await askOnce(port)).toBe('B1');
    expect(await desk.ctl('forget', '127.0.0.1')).toBe('1 client forgotten\n');
    expect(await askOnce(port)).toBe('B2');
    const operated = lb.all('operated').map(({ operation, target }) => [operation, target]);
    expect(operated).toEqual([
      ['pin', '127.0.0.1'],
      ['forget', 'B1'],
      ['forget', 'B3'],
      ['forget', '127.0.0.1'],
    ]);
  });

  it('lists their connections, and closes them by their ids or by their backend', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd));
    const port = await lb.port();
    const clients = [await connected(port), await connected(port), await connected(port)];
    const { items } = await desk.json<Listed>('connections');
    expect(items.map(({ backend }) => backend).toSorted()).toEqual(['B1', 'B1', 'B2']);
    const [first, second, third] = clients;
    const id = String(items.find(({ client }) => client === first?.name)?.id);
    expect(await desk.ctl('kill', id)).toBe('1 connection closed\n');
    expect(await first?.answer()).toBeUndefined();
    expect(await third?.ask('still')).toBe('B1:still');
    expect(await desk.ctl('kill', '--backend', 'B1')).toBe('1 connection closed\n');
    expect(await third?.answer()).toBeUndefined();
    expect(await second?.ask('still')).toBe('B2:still');
    expect((await desk.refused('kill', id)).status).toBe(1);
    expect(await desk.json<Listed>('connections')).toMatchObject({ items: [{ client: second?.name }] });
  });

  it('takes a backend from them at once by maint, gives it back by ready, and probes it', async () => {
    const desk = await Desk.open(onEnd);
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const lb = await desk.balance([b1, b2], '--sticky-key', 'ip');
    const port = await lb.port();
    expect(await askOnce(port)).toBe('B1');
    expect(await desk.ctl('maint', 'B1')).toBe('B1 is maint, weight 1, 0 open\n');
    expect(await askOnce(port)).toBe('B2');
    expect(await desk.ctl('probe', 'B2')).toMatch(/^B2 is well, after \S+ m?s\n$/);
    expect(await desk.ctl('ready', 'B1', '--wait', '60s')).toBe('B1 is up, weight 1, 0 open\n');
    await b2.crash();
    expect(await desk.ctl('probe', 'B2')).toMatch(/^B2: connection refused, after \S+ m?s\n$/);
    expect(await askOnce(port)).toBe('B1');
    expect(await desk.ctl('events')).toMatch(/maint B1, by ctl from unix:.*\n(?:.*\n)*.*ready B1, by ctl/);
  });

  it('says why the last one was given its backend, once somebody has asked', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd));
    expect(await desk.ctl('why')).toMatch(/no client|none/i);
    await askOnce(await lb.port());
    expect(await desk.ctl('why')).toMatch(/ It is the turn of B1\./);
    expect(await desk.ctl('explain')).toContain('B2');
  });
});
