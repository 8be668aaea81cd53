import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk, OPERATE, VIEW } from '../helpers/desk.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('lbsim ctl', () => {
  it('shows how a balancer stands, on one screen', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd));
    const screen = await desk.ctl();
    expect(screen).toMatch(
      new RegExp(
        `^lbsim 127\\.0\\.0\\.1:${await lb.port()}   round-robin   sticky none {3}(?:\\d+ workers {3})?up \\S+`,
      ),
    );
    expect(screen).toMatch(/\n2 of 2 backends active .* no overrides {3}0 open {3}0 waiting\n/);
    expect(screen).toMatch(/\nNAME +STATE +FOR +WEIGHT +OPEN +OPENED .*PROBE +ADDRESS\n/);
    expect(screen).toMatch(/\nB1 +up +\d+s +1 +0 +0 .* ok \S+ +127\.0\.0\.1:\d+\n/);
    expect(screen).toContain('2 of 2 backends active: B1, B2');
    expect(await desk.json()).toMatchObject({ kind: 'balance', backends: [{ name: 'B1' }, { name: 'B2' }] });
  });

  it('sets the words that options have as defaults, and what it prints itself', async () => {
    const desk = await Desk.open(onEnd);
    const file = ['--deny', '192.0.2.0/24', '--rate-limit', '9', '--slow-start', '5s'];
    await desk.balance(await startBackends(1, onEnd), ...file);
    expect(await desk.ctl('set', 'deny', 'none')).toBe('deny none\n');
    expect(await desk.ctl('set', 'allow', 'all')).toBe('allow all\n');
    expect(await desk.ctl('set', 'rate-limit', 'off')).toBe('rate-limit off\n');
    expect(await desk.ctl('set', 'slow-start', 'off')).toBe('slow-start off\n');
    const shown = await desk.ctl('set');
    for (const line of shown.trimEnd().split('\n'))
      expect(await desk.ctl('set', ...line.split(' '))).toBe(`${line}\n`);
    expect(await desk.ctl('set')).toBe(shown);
    expect(await desk.ctl('unset', 'deny')).toBe('deny 192.0.2.0/24\n');
    expect(await desk.refused('set', 'allow', 'none')).toMatchObject({ status: 2 });
  });

  it('has a backend misbehave, and heals it', async () => {
    const desk = await Desk.open(onEnd);
    const server = await desk.start('server', '--name', 'B1', '--port', '0');
    expect(await desk.ctl('fault', 'B1', 'latency', '300ms')).toBe('B1: latency 300ms\n');
    expect(await desk.ctl('fault', 'B1', 'hang')).toBe('B1: latency 300ms, hang on\n');
    expect(await server.event('faults_changed', 2)).toMatchObject({ faults: { latencyMs: 300, hang: true } });
    expect(await desk.ctl()).toContain('faults: latency 300ms, hang on');
    expect(await desk.ctl('heal', 'B1')).toBe('B1: no faults\n');
    expect((await desk.refused('fault', 'B7', 'hang')).stderr).toBe(
      "lbsim: nothing called 'B7' runs: use one of B1 (did you mean B1?)\n",
    );
  });

  it('sets faults through the balancer, by the name that it has for the backend', async () => {
    const desk = await Desk.open(onEnd);
    const server = await desk.start('server', '--name', 'S', '--port', '0');
    const [other] = await startBackends(1, onEnd);
    if (other === undefined) throw new Error('one is there');
    const lb = await desk.balance([{ spec: `web=127.0.0.1:${await server.port()}` }, other]);
    expect(await desk.ctl('fault', 'web', 'latency', '300ms')).toBe('web: latency 300ms\n');
    expect(await server.event('faults_changed')).toMatchObject({ faults: { latencyMs: 300 } });
    expect(server.all('operated')).toMatchObject([
      { operation: 'fault', value: 'latency 300ms', by: 'balance' },
    ]);
    expect(lb.all('operated')).toMatchObject([
      { operation: 'fault', target: 'web', value: 'latency 300ms', by: 'ctl' },
    ]);
    expect((await desk.refused('fault', 'B1', 'hang')).stderr).toBe(
      'lbsim: B1 is not an lbsim server that can be asked (it is none of this user on this machine): ' +
        'ask its own process, by lbsim ctl --to\n',
    );
    expect(await desk.ctl('heal', '--all', '--to', String(await lb.port()))).toBe('1 server healed\n');
    expect(await server.event('faults_changed', 2)).toHaveProperty('faults', {});
  });

  it('lists processes, and wants a name where several run', async () => {
    const desk = await Desk.open(onEnd);
    const backends = await startBackends(1, onEnd);
    const ports = [await (await desk.balance(backends)).port(), await (await desk.balance(backends)).port()];
    expect(await desk.json('ps')).toMatchObject({ items: [{ kind: 'balance' }, { kind: 'balance' }] });
    const { status, stderr } = await desk.refused('drain', 'B1');
    expect(status).toBe(1);
    for (const port of ports) expect(stderr).toContain(`--to ${port}`);
    expect(await desk.ctl('drain', 'B1', '--to', String(ports[1]))).toContain('B1 is drain');
    expect(await desk.json('backends', 'B1', '--to', String(ports[0]))).toMatchObject({
      effective: { state: 'up' },
    });
  });

  it('asks over TCP with a token, which no log has', async () => {
    const desk = await Desk.open(onEnd);
    const backends = await startBackends(1, onEnd);
    const { lb, url, tokens } = await desk.balanceOverTcp(backends, '--log-level', 'DEBUG');
    expect(await desk.ctl('weight', 'B1', '3', '--to', url, '--token-file', tokens)).toContain('weight 3');
    expect((await desk.refused('ps', '--to', url)).status).toBe(0);
    expect((await desk.refused('weight', 'B1', '3', '--to', url)).stderr).toContain(
      'a token is missing or wrong',
    );
    for (const token of [OPERATE, VIEW]) expect(lb.stderr + lb.stdout).not.toContain(token);
  });

  it('prints a random token once, on standard output alone', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), '--admin', '0');
    const url = String((await lb.event('admin_listening')).url);
    await lb.kill('SIGTERM');
    const [, token = ''] = /^dashboard: (?:\S+)#token=([\w-]{22})\n$/.exec(lb.stdout) ?? [];
    expect(lb.stdout).toContain(url);
    expect(token).not.toBe('');
    expect(lb.stderr).not.toContain(token);
  });

  it('leaves no socket behind, opens none when told so, and says what is wrong with a place', async () => {
    const desk = await Desk.open(onEnd);
    const backends = await startBackends(1, onEnd);
    const lb = await desk.balance(backends);
    expect(await desk.ctl('ping')).toBe('ready\n');
    expect(await desk.ctl('stop')).toBe('it stops\n');
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(await readdir(join(desk.env.XDG_RUNTIME_DIR, 'lbsim'))).toEqual([]);
    expect(await desk.refused('ping')).toEqual({
      status: 1,
      stderr: "lbsim: no lbsim process runs that can be asked: start one with 'lbsim balance'\n",
    });
    const closed = new Lbsim(
      ['balance', '--port', '0', '--backends', backends[0]?.spec ?? '', '--admin', 'off'],
      { env: desk.env },
    );
    onEnd(() => closed.kill());
    await closed.port();
    await closed.kill('SIGTERM');
    expect(closed.all('admin_listening')).toEqual([]);
    const open = await runLbsim(['server', '--port', '0', '--admin', '0.0.0.0:0'], { env: desk.env });
    expect(open).toMatchObject({ status: 2 });
    expect(open.stderr).toContain(
      'the admin API on 0.0.0.0 could be reached by other machines without a token',
    );
  });

  it('refuses a word that there is not, too few and too many, and options that say nothing', async () => {
    const desk = await Desk.open(onEnd);
    expect((await desk.refused('drian', 'B1')).stderr).toContain(
      "unknown word 'drian' (did you mean drain?): use one of backends, add",
    );
    expect(await desk.refused('drain')).toEqual({
      status: 2,
      stderr: 'lbsim: NAME is missing; usage: lbsim ctl drain NAME\n',
    });
    expect((await desk.refused('ps', 'x')).stderr).toBe("lbsim: unexpected word 'x'; usage: lbsim ctl ps\n");
    expect((await desk.refused('ps', '--wait', '5s')).stderr).toBe(
      "lbsim: --wait says nothing to 'ps': leave it out, see 'lbsim ctl --help'\n",
    );
  });
});
