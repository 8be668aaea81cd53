import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { gone } from '../helpers/processes.js';

const onEnd = cleanup();

function startDemo(args: readonly string[], env: object = {}): Lbsim {
  const demo = new Lbsim(['demo', ...args], { env });
  onEnd(() => demo.kill());
  return demo;
}

/** What the demo prints next that matches. */
async function printed(demo: Lbsim, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(demo.stdout);
    if (match !== null) return match;
    await new Promise((resolve) => demo.child.stdout?.once('data', resolve));
  }
}

/** The process ids of its three backends. */
async function pidsOf(demo: Lbsim): Promise<number[]> {
  const [, ...pids] = await printed(demo, /process (\d+)\n.*process (\d+)\n.*process (\d+)\n/);
  return pids.map(Number);
}

describe('lbsim demo', () => {
  it('passes every check, also where the environment has other options for servers', async () => {
    const desk = await Desk.open(onEnd);
    const env = { ...desk.env, LBSIM_LOG_LEVEL: 'error', LBSIM_LATENCY: '1h', LBSIM_SERVER_HANG: 'on' };
    const { status, stdout } = await runLbsim(['demo', '--fast'], { env });
    expect(stdout).toMatch(/12 of 12 checks passed\n$/);
    expect(existsSync(join(desk.env.XDG_RUNTIME_DIR, 'lbsim'))).toBe(false);
    expect(stdout).not.toContain('✗');
    expect(status).toBe(0);
  });

  it('shows the commands that do the same', async () => {
    const demo = startDemo(['--fast']);
    await printed(demo, /\$ lbsim server --name B3 --port \d+\n/);
    await printed(demo, /\$ lbsim balance --algorithm round-robin --sticky-key none \\\n +--backends B1=127/);
  });

  it('says how far it came, in red, when it is not finished', async () => {
    const demo = startDemo([], { FORCE_COLOR: '1' });
    await printed(demo, /✓/);
    await demo.kill('SIGINT');
    const last = demo.stdout.trimEnd().split('\n').at(-1);
    expect(last).toMatch(/not finished, in 'Round-robin.*': 1 of 1 checks passed so far/);
    expect(last?.startsWith('\u001b[31m')).toBe(true);
  });

  it('with --keep leaves a balancer and its backends running until it is stopped', async () => {
    const desk = await Desk.open(onEnd);
    const demo = startDemo(['--fast', '--keep'], desk.env);
    const pids = await pidsOf(demo);
    const [, port = ''] = await printed(demo, /12 of 12 checks passed\n[^]*lbsim client --port (\d+)\n/);
    expect(await askOnce(Number(port))).toMatch(/^\[B[123]\] hello$/);
    expect(await desk.ctl('drain', 'B1', '--to', port)).toMatch(/^B1 is drain/);
    expect(await desk.ctl('fault', 'B2', 'latency', '5ms')).toBe('B2: latency 5ms\n');
    expect(await demo.kill('SIGINT')).toEqual({ status: 0, signal: null });
    expect(await readdir(join(desk.env.XDG_RUNTIME_DIR, 'lbsim'))).toEqual([]);
    expect(demo.stderr).not.toContain('interrupted');
    await Promise.all(pids.map(gone));
  });

  it('takes its backends with it when it is killed', async () => {
    const demo = startDemo([]);
    const pids = await pidsOf(demo);
    await demo.kill('SIGKILL');
    await Promise.all(pids.map(gone));
  });

  it('ends, and its backends with it, when nobody reads any more', async () => {
    const demo = startDemo(['--fast']);
    const pids = await pidsOf(demo);
    demo.child.stdout?.destroy();
    await demo.ended;
    await Promise.all(pids.map(gone));
  });
});
