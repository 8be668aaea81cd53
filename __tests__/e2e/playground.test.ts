import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { PlaygroundView } from '../../lib/playground/control.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { gone } from '../helpers/processes.js';

const onEnd = cleanup();

/** A playground that runs, and what its API says. */
class Lab {
  readonly lbsim: Lbsim;
  readonly folder: string;
  #url = '';
  #token = '';

  constructor(args: readonly string[], folder: string, env: object = {}) {
    this.folder = folder;
    const own = { ...env, XDG_RUNTIME_DIR: folder };
    this.lbsim = new Lbsim(['playground', '--no-open', ...args], { env: own });
    onEnd(() => this.lbsim.kill());
  }

  static async start(...args: string[]): Promise<Lab> {
    const lab = new Lab(args, await temporaryFolder(onEnd));
    await lab.#printed();
    return lab;
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, */*',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return isJson ? answer.json() : answer.text();
  }

  async view(): Promise<PlaygroundView> {
    return (await this.ask('GET', '/v1/playground')) as PlaygroundView;
  }

  /** The first view for which it holds. */
  async until(holds: (view: PlaygroundView) => boolean): Promise<PlaygroundView> {
    for (;;) {
      const view = await this.view();
      if (holds(view)) return view;
    }
  }

  async #printed(): Promise<void> {
    while (!this.lbsim.stdout.includes('\n')) {
      if (this.lbsim.child.exitCode !== null) throw new Error(this.lbsim.stderr);
      await new Promise((resolve) => this.lbsim.child.stdout?.once('data', resolve));
    }
    const [, url = '', token = ''] =
      /^(http:\/\/127\.0\.0\.1:\d+)\/#token=(\S+)\n$/.exec(this.lbsim.stdout) ?? [];
    this.#url = url;
    this.#token = token;
  }
}

describe('lbsim playground', () => {
  it('serves its page, carries its load, and leaves nothing behind', async () => {
    const lab = await Lab.start('--backends', '4', '--rate', '50');
    expect(await lab.ask('GET', '/')).toContain('<title>');
    const { load, backends, counts } = await lab.until((view) => view.counts.ok >= 20);
    expect(load).toMatchObject({ rate: 50, pattern: 'steady' });
    expect(counts).toMatchObject({ failed: 0, skipped: 0 });
    expect(backends.map(({ name }) => name)).toEqual(['B1', 'B2', 'B3', 'B4']);
    expect(await lab.lbsim.kill('SIGINT')).toEqual({ status: 0, signal: null });
    await Promise.all(backends.map(({ pid }) => gone(pid ?? 0)));
    expect(readdirSync(join(lab.folder, 'lbsim'))).toEqual([]);
    expect(lab.lbsim.stdout).toMatch(/^\S+\n$/);
  });

  it('starts where the environment is one for balancers and backends', async () => {
    const env = { LBSIM_BACKENDS: '127.0.0.1:8881,127.0.0.1:8882', LBSIM_ADMIN: 'off', LBSIM_HANG: 'on' };
    const { lbsim } = new Lab([], await temporaryFolder(onEnd), env);
    expect(await lbsim.event('listening')).toMatchObject({ activeServers: ['B1', 'B2', 'B3'] });
    expect(await lbsim.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  });

  it('changes its load, from many addresses, with connections that stay', async () => {
    const lab = await Lab.start('--rate', '0', '--sticky-key', 'ip');
    await lab.ask('PATCH', '/v1/playground/load', {
      rate: 200,
      held: 12,
      addresses: 5,
      loop: 'closed',
      clients: 3,
    });
    const { counts } = await lab.until((view) => view.counts.held === 12 && view.counts.ok >= 60);
    expect(counts).toMatchObject({ failed: 0 });
    expect(counts.open).toBeLessThanOrEqual(3);
    const { items } = (await lab.ask('GET', '/v1/sessions')) as { items: { key: string }[] };
    const addresses =
      process.platform === 'darwin' ? ['127.0.0.1'] : [2, 3, 4, 5, 6].map((n) => `127.0.0.${n}`);
    expect(items.map(({ key }) => key).toSorted()).toEqual(addresses);
    await lab.ask('PATCH', '/v1/playground/load', { rate: 0, held: 0 });
    expect(await lab.until((view) => view.counts.held === 0)).toMatchObject({ counts: { failed: 0 } });
  });

  it('kills a backend and starts it again, and its faults work then', async () => {
    const lab = await Lab.start('--rate', '20');
    const [before] = (await lab.view()).backends;
    expect(await lab.ask('POST', '/v1/playground/backends/B1/kill', {})).toMatchObject({ pid: null });
    await gone(before?.pid ?? 0);
    expect(await lab.lbsim.event('failover')).toMatchObject({ backend: 'B1' });
    const again = await lab.ask('POST', '/v1/playground/backends/B1/start', {});
    expect(again).toMatchObject({ port: before?.port, pid: expect.any(Number) });
    expect(await lab.lbsim.event('failback')).toMatchObject({ backend: 'B1' });
    expect(await lab.ask('PATCH', '/v1/backends/B1/faults', { hang: true })).toMatchObject({ hang: true });
  });

  it('plays every scene', async () => {
    const lab = await Lab.start();
    await lab.ask('POST', '/v1/playground/backends/B3/kill', {});
    // What an operator has set is not of the scene.
    await lab.ask('PATCH', '/v1/balancer', { maxPerBackend: 1, queueMax: 0 });
    for (const { id } of (await lab.view()).scenes) {
      const view = await lab.ask('POST', `/v1/playground/scenes/${id}`, {});
      expect(view).toMatchObject({ scene: id });
      expect((view as PlaygroundView).backends.every(({ pid }) => pid !== null)).toBe(true);
      await lab.until(({ counts }) => counts.ok + counts.failed > 0);
    }
    expect(lab.lbsim.all('scene_failed')).toEqual([]);
    expect(lab.lbsim.all('operated')).toHaveLength(8);
    // The last one is the drain, which has a step after six seconds: the page is told, too.
    const step = await lab.lbsim.event('scene_step');
    const { items } = (await lab.ask('GET', '/v1/events')) as {
      items: { event: string; operation?: string }[];
    };
    expect(items.filter(({ event }) => event === 'scene_step')).toMatchObject([
      { scene: 'drain', operation: step.operation, target: 'B2' },
    ]);
    expect(await lab.ask('GET', '/v1/balancer')).toMatchObject({
      operator: { maxPerBackend: null, queueMax: null },
    });
  });

  it('stops when its admin API is asked to', async () => {
    const lab = await Lab.start();
    await lab.ask('POST', '/v1/stop', {}).catch(() => undefined);
    expect(await lab.lbsim.ended).toEqual({ status: 0, signal: null });
  });

  it.each([
    [['--backends', '13'], /--backends: '13' is out of range/],
    [['--backends', '0'], /--backends: '0' is out of range/],
    [['--rate', '501'], /--rate: '501' is out of range/],
    [['--admin', 'off'], /--admin: 'off' leaves no page to open/],
    [['--admin', '0.0.0.0:0'], /--admin: '0.0.0.0:0' could be reached by other machines/],
    [['--algorithm', './none.js'], /none\.js/],
    [['--algorithm', 'best'], /--algorithm: 'best'/],
  ])('refuses %j in one line', async (args, message) => {
    const { status, stderr, stdout } = await runLbsim(['playground', '--no-open', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('leaves nothing behind when it is stopped while its backends start', async () => {
    const lab = new Lab(['--backends', '12'], await temporaryFolder(onEnd));
    const folder = join(lab.folder, 'lbsim');
    const sockets = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
    // The first backend is there, so the playground has begun; others are still to come.
    while (sockets().length === 0) await setImmediate();
    expect(await lab.lbsim.kill('SIGINT')).toEqual({ status: 0, signal: null });
    expect(sockets()).toEqual([]);
  });
});
