import { appendFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ReplayReport } from '../../lib/recording/report.js';
import { askOnce, TestClient, type TestBackend } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { replaceFile, standing, untilStanding } from '../helpers/discovered.js';
import { temporaryFile, temporaryFolder } from '../helpers/folder.js';
import { runLbsim, type Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

const QUICK = ['--algorithm', 'round-robin', '--sticky-key', 'none', '--health-check-interval', '200ms'];

interface Lab {
  readonly desk: Desk;
  readonly lb: Lbsim;
  readonly port: number;
  readonly file: string;
}

/** A balancer whose only backends are those of a file. */
async function balance(content: string, ...options: readonly string[]): Promise<Lab> {
  const desk = await Desk.open(onEnd);
  const file = await temporaryFile(onEnd, 'targets.txt', content);
  const lb = await desk.start('balance', '--port', '0', '--backends-file', file, ...QUICK, ...options);
  return { desk, lb, file, port: await lb.port() };
}

async function backends(count: number): Promise<[TestBackend, TestBackend, TestBackend]> {
  return (await startBackends(count, onEnd)) as [TestBackend, TestBackend, TestBackend];
}

const lines = (...some: readonly { readonly spec: string }[]): string =>
  some.map(({ spec }) => `${spec}\n`).join('');

describe('a file of backends', () => {
  it('may be the only source: they are there before the balancer listens', async () => {
    const [b1, b2] = await backends(2);
    const { desk, lb, port, file } = await balance(lines(b1, b2));
    expect(await lb.event('listening')).toMatchObject({ backends: ['B1', 'B2'], activeServersCount: 2 });
    expect(lb.all('discovered')).toMatchObject([
      { source: 'file', from: file, added: ['B1', 'B2'], removed: [], reweighed: [], backendsCount: 2 },
    ]);
    expect([await askOnce(port), await askOnce(port)].sort()).toEqual(['B1', 'B2']);
    expect(await standing(desk)).toEqual(['B1 up file', 'B2 up file']);
  });

  it('is read again when another one is renamed to its name: new ones join, the weight of others changes', async () => {
    const [b1, b2] = await backends(2);
    const { desk, lb, port, file } = await balance(lines(b1));
    await replaceFile(file, `# by hand\n${b1.spec}@3\n\n${b2.spec}  # the new one\n`);
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'], reweighed: ['B1'], removed: [] });
    expect(await desk.ctl('ready', 'B2', '--wait', '60s')).toBe('B2 is up, weight 1, 0 open\n');
    const picks = [];
    for (let n = 0; n < 4; n++) picks.push(await askOnce(port));
    expect(picks.sort()).toEqual(['B1', 'B1', 'B1', 'B2']);
  });

  it('drains one that it no longer names, and takes it back when it is named again', async () => {
    const [b1, b2] = await backends(2);
    const { desk, lb, port, file } = await balance(lines(b1, b2), '--drain-timeout', '1h');
    const clients = [await TestClient.connect(port), await TestClient.connect(port)];
    for (const client of clients) await client.ask('x');
    await replaceFile(file, lines(b2));
    expect(await lb.event('discovered', 2)).toMatchObject({ removed: ['B1'], backendsCount: 1 });
    expect(await standing(desk)).toEqual(['B1 draining file', 'B2 up file']);
    for (let n = 0; n < 3; n++) expect(await askOnce(port)).toBe('B2');
    for (const client of clients) expect(await client.ask('y')).toMatch(/^B[12]:y$/);
    await replaceFile(file, lines(b1, b2));
    expect(await lb.event('discovered', 3)).toMatchObject({ added: ['B1'] });
    expect(await standing(desk)).toEqual(['B1 up file', 'B2 up file']);
    await replaceFile(file, lines(b2));
    await lb.event('discovered', 4);
    for (const client of clients) await client.close();
    await untilStanding(desk, ['B2 up file']);
  });

  it('cuts no connection of one that has been drained for as long as it may', async () => {
    const [b1, b2] = await backends(2);
    const { desk, port, file } = await balance(lines(b1), '--drain-timeout', '0');
    const client = await TestClient.connect(port);
    await client.ask('x');
    await replaceFile(file, lines(b2));
    await untilStanding(desk, ['B2 up file']);
    expect(await client.ask('y')).toBe('B1:y');
    client.socket.destroy();
  });

  it('changes nothing while it is half written, and says where it is wrong', async () => {
    const [b1, b2] = await backends(2);
    const whole = JSON.stringify([b1, b2].map(({ name, port }) => ({ name, host: '127.0.0.1', port })));
    const { desk, lb, file } = await balance(lines(b1));
    await writeFile(file, whole.slice(0, -1));
    expect(await lb.event('discovery_failed')).toMatchObject({
      source: 'file',
      from: file,
      backendsCount: 1,
      errors: [{ line: 1, message: expect.stringContaining('neither YAML nor JSON') as unknown }],
    });
    await truncate(file);
    const empty = 'line 1, column 1: it is empty: write a backend a line, or [] for none';
    expect(await lb.event('discovery_failed', 2)).toMatchObject({ reason: empty });
    expect(await standing(desk)).toEqual(['B1 up file']);
    await writeFile(file, whole);
    await lb.event('discovery_recovered');
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'], removed: [] });
  });

  it('tells all that is wrong with it', async () => {
    const [b1] = await backends(1);
    const { lb, file } = await balance(lines(b1));
    await replaceFile(file, `${b1.spec}\nB2=nowhere\n  B1=127.0.0.1:1\nB3=127.0.0.1:70000\n`);
    const { errors, reason } = await lb.event('discovery_failed');
    expect(errors).toMatchObject([
      { line: 2, column: 1 },
      { line: 3, column: 3, message: 'duplicate backend B1: list each backend once' },
      { line: 4, column: 1 },
    ]);
    expect(reason).toContain("line 2, column 1: 'B2=nowhere' is not a backend");
    expect(reason).toContain('(and 2 more)');
  });

  it('has an empty list where no backend is to be left; clients wait for the next one', async () => {
    const [b1] = await backends(1);
    const { desk, lb, port, file } = await balance(lines(b1));
    await replaceFile(file, '[]\n');
    expect(await lb.event('discovered', 2)).toMatchObject({ removed: ['B1'], backendsCount: 0 });
    await lb.event('no_active_servers');
    expect(await standing(desk)).toEqual([]);
    const waiting = askOnce(port);
    await replaceFile(file, lines(b1));
    expect(await waiting).toBe('B1');
  });

  it('changes nothing when it is only touched, or is gone and comes back as it was', async () => {
    const [b1, b2] = await backends(2);
    const { lb, file } = await balance(lines(b1));
    await utimes(file, new Date(), new Date(0));
    await replaceFile(file, lines(b1));
    await replaceFile(file, lines(b1, b2));
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'] });
    expect(lb.all('discovery_failed')).toEqual([]);
  });

  it('may have fifty backends, as Prometheus has them', async () => {
    const [b1] = await backends(1);
    const targets = Array.from({ length: 50 }, (_, n) => `127.0.0.1:${n + 1}`);
    const { desk, lb, file } = await balance(lines(b1));
    await replaceFile(
      file,
      JSON.stringify([{ targets, labels: { job: 'app' } }, { targets: [`127.0.0.1:${b1.port}`] }]),
    );
    expect(await lb.event('discovered', 2)).toMatchObject({ backendsCount: 51, removed: ['B1'] });
    expect((await standing(desk)).filter((each) => each.endsWith(' file'))).toHaveLength(51);
  });

  it('is read where a link leads to, as in Kubernetes', async () => {
    const [b1, b2] = await backends(2);
    const folder = await temporaryFolder(onEnd);
    const { symlink, mkdir, rename } = await import('node:fs/promises');
    for (const [version, some] of [
      ['v1', [b1]],
      ['v2', [b1, b2]],
    ] as const) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'list'), lines(...some));
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
    const [b1, b2] = await backends(2);
    const { desk, lb, file } = await balance(lines(b2), '--backends', b1.spec);
    expect(await standing(desk)).toEqual(['B1 up config', 'B2 up file']);
    await appendFile(file, `again=127.0.0.1:${b1.port}\n`);
    expect(await lb.event('discovery_failed')).toMatchObject({
      reason: 'duplicate backend again: it has the address of B1; list each backend once',
    });
    expect(await standing(desk)).toEqual(['B1 up config', 'B2 up file']);
  });

  it('is part of a recording, whose replay is exact', async () => {
    const [b1, b2, b3] = await backends(3);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { desk, lb, port, file } = await balance(lines(b1, b2), '--record', record);
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

  it.each([
    [
      'missing',
      undefined,
      /^lbsim: backends file '.*' cannot be read \(ENOENT: no such file or directory\): check the path\n$/,
    ],
    [
      'wrong',
      'B1=127.0.0.1:1\nB1=127.0.0.1:2\n',
      /^lbsim: backends file '.*': line 2, column 1: duplicate backend B1: list each backend once\n$/,
    ],
    [
      'empty',
      '\n',
      /^lbsim: backends file '.*': line 1, column 1: it is empty: write a backend a line, or \[\] for none\n$/,
    ],
  ])('that is %s at the start is an error of the command line', async (_, content, message) => {
    const file = join(await temporaryFolder(onEnd), 'list');
    if (content !== undefined) await writeFile(file, content);
    const { status, stderr } = await runLbsim([
      'balance',
      '--port',
      '0',
      '--backends-file',
      file,
      '--admin',
      'off',
    ]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
