import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';

const onEnd = cleanup();

describe('a balancer that lbsim ctl changes', () => {
  it('drains a backend: clients that are there stay, new ones go elsewhere', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd));
    const port = await lb.port();
    const clients = [await TestClient.connect(port), await TestClient.connect(port)];
    const answers = [];
    for (const client of clients) answers.push(await client.ask('x'));
    expect(answers.toSorted()).toEqual(['B1:x', 'B2:x']);
    expect(await desk.ctl('drain', 'B1')).toBe('B1 is draining, weight 1, 1 open\n');
    for (let n = 0; n < 4; n += 1) expect(await askOnce(port)).toContain('B2');
    expect(await clients[answers.indexOf('B1:x')]?.ask('y')).toBe('B1:y');
    const late = await desk.refused('drain', 'B1', '--wait', '50ms');
    expect(late).toEqual({
      status: 1,
      stderr: 'lbsim: B1 is still draining, with 1 open connection: wait longer\n',
    });
    const drained = desk.ctl('drain', 'B1', '--wait', '60s');
    for (const { socket } of clients) socket.destroy();
    expect(await drained).toBe('B1 is drain, weight 1, 0 open\n');
    expect(await desk.ctl('ready', 'B1', '--wait', '60s')).toBe('B1 is up, weight 1, 0 open\n');
    const operated = lb.all('operated').map(({ operation, target, by }) => [operation, target, by]);
    expect(operated).toEqual([...Array<string[]>(3).fill(['drain', 'B1', 'ctl']), ['ready', 'B1', 'ctl']]);
  });

  it('adds, weighs and removes backends', async () => {
    const desk = await Desk.open(onEnd);
    const [first, second, third] = await startBackends(3, onEnd);
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three are there');
    const lb = await desk.balance([first, second]);
    expect(await desk.ctl('add', `${third.spec}@2`, '--wait', '60s')).toBe('B3 is up, weight 2, 0 open\n');
    const seen = [];
    for (let n = 0; n < 4; n += 1) seen.push((await askOnce(await lb.port()))?.slice(0, 2));
    expect(seen.toSorted()).toEqual(['B1', 'B2', 'B3', 'B3']);
    expect(await desk.ctl('weight', 'B3', '+5')).toBe('B3 is up, weight 7, 0 open\n');
    expect(await desk.ctl('weight', 'B3', '-9')).toBe('B3 is up, weight 1, 0 open\n');
    expect(await desk.ctl('limit', 'B3', '9')).toBe('B3 may have 9 open connections, has 0\n');
    expect(await desk.json('backends', 'B3')).toMatchObject({
      operator: { maxConnections: 9 },
      load: { max: 9 },
    });
    expect(await desk.ctl('limit', 'B3', 'unlimited')).toContain('unlimited');
    expect(await desk.ctl('limit', 'B3', 'default')).toContain('unlimited');
    expect(await desk.ctl('remove', 'B3')).toBe('B3 is removed\n');
    expect(lb.all('operated').map(({ operation, target }) => [operation, target])).toEqual([
      ['add', 'B3'],
      ['weight', 'B3'],
      ['weight', 'B3'],
      ['limit', 'B3'],
      ['limit', 'B3'],
      ['limit', 'B3'],
      ['remove', 'B3'],
    ]);
    const late = await desk.refused('add', 'B4=127.0.0.1:1', '--wait', '500ms');
    expect(late).toEqual({
      status: 1,
      stderr: 'lbsim: B4 is still down (connection refused): wait longer\n',
    });
    expect(await desk.ctl('remove', 'B4')).toBe('B4 is removed\n');
    const { stderr, status } = await desk.refused('weight', 'B3', '5');
    expect({ stderr, status }).toEqual({
      status: 1,
      stderr: "lbsim: unknown backend 'B3': use one of B1, B2 (did you mean B1?)\n",
    });
  });

  it('changes the algorithm', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd));
    expect(await desk.ctl('algorithm')).toBe('round-robin\n');
    expect(await desk.ctl('algorithm', 'least-connections')).toBe('least-connections\n');
    expect(await lb.event('operated')).toMatchObject({ operation: 'algorithm', value: 'least-connections' });
    expect(await desk.ctl('algorithm', 'default')).toBe('round-robin\n');
    expect(await desk.ctl('set', 'algorithm', 'random')).toBe('algorithm random\n');
    expect(await desk.ctl('unset', 'algorithm')).toBe('algorithm round-robin\n');
    expect(await desk.ctl('config', 'diff')).toBe('no differences\n');
  });

  it('stops with a time to finish', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), '--drain-timeout', '1h');
    const client = await TestClient.connect(await lb.port());
    onEnd(() => client.socket.destroy());
    await client.ask('x');
    expect(await desk.ctl('stop', '--drain', '50ms')).toBe('it stops\n');
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('stopped')).toMatchObject([{ drained: 1 }]);
    expect(lb.all('operated')).toMatchObject([{ operation: 'stop', value: '50ms', by: 'ctl' }]);
  });
});
