import { appendFile, mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AdminClient } from '../../lib/admin/client.js';
import type { ReplayReport } from '../../lib/recording/report.js';
import { askOnce, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { replaceFile, standing, untilStanding } from '../helpers/discovered.js';
import { backendsFor, balanceFile, linesOf, QUICK } from '../helpers/file-lab.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('a file of backends', () => {
  it('may be the only source: they are there before the balancer listens', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1, b2));
    expect(await lb.event('listening')).toMatchObject({ backends: ['B1', 'B2'], activeServersCount: 2 });
    expect(lb.all('discovered')).toMatchObject([
      { source: 'file', from: file, added: ['B1', 'B2'], removed: [], reweighed: [], backendsCount: 2 },
    ]);
    expect([await askOnce(port), await askOnce(port)].sort()).toEqual(['B1', 'B2']);
    expect(await standing(desk)).toEqual(['B1 up file', 'B2 up file']);
    expect(await desk.ctl('backends')).toMatch(/^B1 +up .* file *$/m);
    const { socket } = await lb.event('admin_listening');
    const page = await new AdminClient({ socket: String(socket) }).askText('GET', '/metrics', 'text/plain');
    expect(page).toContain(`lbsim_discovery_targets{source="${file}"} 2\n`);
    expect(page).toContain(`lbsim_discovery_refreshes_total{source="${file}",result="ok"} 1\n`);
  });

  it('is read again when another one is renamed to its name: new ones join, the weight of others changes', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1));
    await replaceFile(file, `# by hand\n${b1.spec}@3\n\n${b2.spec}  # the new one\n`);
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'], reweighed: ['B1'], removed: [] });
    expect(await desk.ctl('ready', 'B2', '--wait', '60s')).toBe('B2 is up, weight 1, 0 open\n');
    const picks = [];
    for (let n = 0; n < 4; n++) picks.push(await askOnce(port));
    expect(picks.sort()).toEqual(['B1', 'B1', 'B1', 'B2']);
  });

  it('drains one that it no longer names, and takes it back when it is named again', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1, b2), '--drain-timeout', '1h');
    const clients = [await TestClient.connect(port), await TestClient.connect(port)];
    for (const client of clients) await client.ask('x');
    await replaceFile(file, linesOf(b2));
    expect(await lb.event('discovered', 2)).toMatchObject({ removed: ['B1'], backendsCount: 1 });
    expect(await standing(desk)).toEqual(['B1 draining file', 'B2 up file']);
    for (let n = 0; n < 3; n++) expect(await askOnce(port)).toBe('B2');
    for (const client of clients) expect(await client.ask('y')).toMatch(/^B[12]:y$/);
    expect(await desk.refused('ready', 'B1')).toEqual({
      status: 1,
      stderr: `lbsim: B1 is leaving: ${file} no longer names it\n`,
    });
    expect(await desk.json('backends', 'B1')).toMatchObject({
      ...{ operator: { admin: null, by: null }, effective: { state: 'draining' } },
    });
    expect(await desk.json('config', 'diff')).toMatchObject({ items: [] });
    expect(lb.all('backend_removed')).toEqual([]);
    await replaceFile(file, linesOf(b1, b2));
    expect(await lb.event('discovered', 3)).toMatchObject({ added: ['B1'] });
    expect(await standing(desk)).toEqual(['B1 up file', 'B2 up file']);
    await replaceFile(file, linesOf(b2));
    await lb.event('discovered', 4);
    for (const client of clients) await client.close();
    await untilStanding(desk, ['B2 up file']);
    expect(await lb.event('backend_removed')).toMatchObject({ message: 'B1 is removed', openConnections: 0 });
  });

  it('cuts no connection of one that has been drained for as long as it may', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1), '--drain-timeout', '0');
    const client = await TestClient.connect(port);
    await client.ask('x');
    await replaceFile(file, linesOf(b2));
    await untilStanding(desk, ['B2 up file']);
    expect((await lb.event('backend_removed')).message).toBe('B1 is removed; keeping 1 open connection');
    expect(await client.ask('y')).toBe('B1:y');
    client.socket.destroy();
  });

  it('has an empty list where no backend is to be left; clients wait for the next one', async () => {
    const [b1] = await backendsFor(onEnd, 1);
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1));
    await replaceFile(file, '[]\n');
    expect(await lb.event('discovered', 2)).toMatchObject({ removed: ['B1'], backendsCount: 0 });
    await lb.event('no_active_servers');
    expect(await standing(desk)).toEqual([]);
    const waiting = askOnce(port);
    await replaceFile(file, linesOf(b1));
    expect(await waiting).toBe('B1');
  });

  it('changes nothing when it is only touched, or is gone and comes back as it was', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { lb, file } = await balanceFile(onEnd, linesOf(b1));
    await utimes(file, new Date(), new Date(0));
    await replaceFile(file, linesOf(b1));
    await replaceFile(file, linesOf(b1, b2));
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'] });
    expect(lb.all('discovery_failed')).toEqual([]);
  });

  it('may have fifty backends, as Prometheus has them', async () => {
    const [b1] = await backendsFor(onEnd, 1);
    const targets = Array.from({ length: 50 }, (_, n) => `127.0.0.1:${n + 1}`);
    const { desk, lb, file } = await balanceFile(onEnd, linesOf(b1));
    await replaceFile(
      file,
      JSON.stringify([{ targets, labels: { job: 'app' } }, { targets: [`127.0.0.1:${b1.port}`] }]),
    );
    expect(await lb.event('discovered', 2)).toMatchObject({ backendsCount: 51, removed: ['B1'] });
    expect((await standing(desk)).filter((each) => each.endsWith(' file'))).toHaveLength(51);
  });

  it('is read where a link leads to, as in Kubernetes', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const folder = await temporaryFolder(onEnd);
    for (const [version, some] of [
      ['v1', [b1]],
      ['v2', [b1, b2]],
    ] as const) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'list'), linesOf(...some));
    }
    await symlink('v1', join(folder, '..data'));
    await symlink('..data/list', join(folder, 'list'));
    const desk = await Desk.open(onEnd);
    const lb = await desk.start('balance', '--port', '0', '--backends-file', join(folder, 'list'), ...QUICK);
    await lb.port();
    await symlink('v2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'] });
  });

  it('goes with other backends, whose addresses it cannot have', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, file } = await balanceFile(onEnd, linesOf(b2), '--backends', b1.spec);
    expect(await standing(desk)).toEqual(['B1 up config', 'B2 up file']);
    expect(await desk.refused('add', 'app=dns:app.lan:80')).toEqual({
      status: 2,
      stderr: "lbsim: 'app=dns:app.lan:80' is a name in DNS: give it to --backends of lbsim balance\n",
    });
    await appendFile(file, `again=127.0.0.1:${b1.port}\n`);
    expect(await lb.event('discovery_failed')).toMatchObject({
      reason: 'duplicate backend again: it has the address of B1; list each backend once',
    });
    expect(await standing(desk)).toEqual(['B1 up config', 'B2 up file']);
  });

  it('leaves alone what the operator said, until it names the backend anew or gives it another weight', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const { desk, lb, file } = await balanceFile(onEnd, linesOf(b1, b2));
    await desk.ctl('remove', 'B1');
    await desk.ctl('weight', 'B2', '9');
    await replaceFile(file, `# nothing new\n${linesOf(b1, b2)}extra=127.0.0.1:1\n`);
    await lb.event('discovered', 2);
    expect(await desk.ctl('backends')).not.toContain('B1');
    expect(await desk.ctl('weight', 'B2', '+0')).toBe('B2 is up, weight 9, 0 open\n');
    await replaceFile(file, `${b2.spec}@4\n`);
    await lb.event('discovered', 3);
    await replaceFile(file, `${b2.spec}@4\n${linesOf(b1)}`);
    await lb.event('discovered', 4);
    await untilStanding(desk, ['B1 up file', 'B2 up file']);
    expect(await desk.json('backends', 'B2')).toMatchObject({
      config: { weight: 4 },
      operator: { weight: null },
      effective: { weight: 4 },
    });
  });

  it('is part of a recording, whose replay is exact', async () => {
    const [b1, b2, b3] = await backendsFor(onEnd, 3);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { desk, lb, port, file } = await balanceFile(onEnd, linesOf(b1, b2), '--record', record);
    const ask = async (): Promise<void> => {
      for (let n = 0; n < 7; n++) await askOnce(port);
    };
    await ask();
    await replaceFile(file, `${b2.spec}@2\n${b3.spec}\n`);
    await lb.event('discovered', 2);
    await desk.ctl('ready', 'B3', '--wait', '60s');
    await ask();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    const { stdout, status } = await runLbsim(['replay', record, '--json']);
    expect({ status, ...(JSON.parse(stdout) as ReplayReport) }).toMatchObject({
      status: 0,
      ok: true,
      picks: 14,
    });
  });
});
