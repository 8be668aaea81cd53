import { mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { ConfigLab } from '../helpers/config-lab.js';
import { Desk } from '../helpers/desk.js';

const onEnd = cleanup();

describe('a config file that is read again', () => {
  it('at SIGHUP: backends join and leave, and no connection is lost', async () => {
    const lab = await ConfigLab.start(onEnd, [1, 2]);
    const clients = [
      await TestClient.connect(await lab.lb.port()),
      await TestClient.connect(await lab.lb.port()),
    ];
    const answers = [];
    for (const client of clients) answers.push(await client.ask('x'));
    expect(answers.toSorted()).toEqual(['B1:x', 'B2:x']);
    await lab.write(lab.text([2, 3], 'queue-max: 7\n').replace('round-robin', 'least-connections'));
    const { plan, file } = (await lab.hangUp('config_reloaded')) as unknown as {
      plan: { changes: { key: string; backend: string | null }[]; needsRestart: string[] };
      file: string;
    };
    expect(file).toBe(lab.file);
    expect(plan.needsRestart).toEqual([]);
    expect(plan.changes.map(({ key, backend }) => [key, backend])).toEqual([
      ['backends', 'B3'],
      ['backends', 'B1'],
      ['algorithm', null],
      ['queue-max', null],
    ]);
    await lab.up('B3');
    // B2 has a connection open, and so has B3 for a client that comes before the end of the last one is known.
    const seen = await lab.seen(3);
    expect(seen[0]).toBe('B3');
    expect(seen).not.toContain('B1');
    expect(await lab.desk.json('backends', 'B1')).toMatchObject({ effective: { state: 'draining' } });
    expect(await lab.desk.refused('ready', 'B1')).toEqual({
      status: 1,
      stderr: 'lbsim: B1 is leaving: the configuration no longer names it\n',
    });
    expect(lab.lb.all('backend_removed')).toEqual([]);
    const first = clients[answers.indexOf('B1:x')];
    expect(await first?.ask('y')).toBe('B1:y');
    await first?.close();
    expect((await lab.lb.event('backend_removed')).message).toBe('B1 is removed');
    expect(await lab.names()).not.toContain('B1');
    expect(await clients[answers.indexOf('B2:x')]?.ask('y')).toBe('B2:y');
    expect(await lab.desk.ctl('set', 'queue-max')).toBe('queue-max 7\n');
    expect(await lab.desk.ctl('algorithm')).toBe('least-connections\n');
    await lab.hangUp('config_unchanged');
  });

  it('at `ctl reload`, which can tell before what it would change', async () => {
    const lab = await ConfigLab.start(onEnd, [1, 2]);
    expect(await lab.desk.ctl('reload')).toBe('nothing has changed\n');
    await lab.write(lab.text([1]).replace('port: 0', 'port: 1\nworkers: 3'));
    const dry = await lab.desk.ctl('reload', '--dry-run');
    expect(dry).toMatch(/backends B2 .* leaves: no new clients/);
    expect(dry).toMatch(/restart for port/);
    for (const words of [['--strict'], ['--strict', '--dry-run']])
      expect(await lab.desk.refused('reload', ...words)).toEqual({
        status: 1,
        // Workers that the environment gives are not a matter of the file.
        stderr: `lbsim: ${process.env.LBSIM_WORKERS === undefined ? 'port, workers' : 'port'} cannot be changed while the balancer runs, so nothing has changed: restart it, or reload without strict\n`,
      });
    expect(await lab.names()).toEqual(['B1', 'B2']);
    expect(await lab.desk.json('reload')).toMatchObject({ result: 'reloaded' });
    expect(await lab.names()).toEqual(['B1']);
    expect(lab.lb.all('operated')).toMatchObject([{ operation: 'reload', by: 'ctl' }]);
    expect(await lab.seen(3)).toEqual(['B1', 'B1', 'B1']);
    await lab.write(lab.text([1, 2]));
    expect(await lab.desk.ctl('reload', '--strict')).toMatch(/backends B2/);
  });

  it('changes nothing when it is wrong, and tells every error', async () => {
    const lab = await ConfigLab.start(onEnd, [1, 2]);
    await lab.write('algorithm: fast\nport: x\nbackends: B9=127.0.0.1:1,B9=127.0.0.1:2\n');
    const { errors } = await lab.hangUp('config_rejected');
    expect(errors).toMatchObject([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
    ]);
    const { status, stderr } = await lab.desk.refused('reload');
    expect(status).toBe(1);
    const places = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.split(': ', 1)[0]);
    expect(places).toEqual([`${lab.file}:1:1`, `${lab.file}:2:1`, `${lab.file}:3:1`, 'lbsim']);
    expect(stderr).toContain(`${lab.file}:2:1: port: 'x' is not a whole number`);
    expect(stderr).toMatch(/\nlbsim: .* has 3 errors: nothing has changed\n$/);
    await lab.write(lab.text([1, 2], 'queue-max: x\n'));
    const single = await lab.desk.refused('reload');
    expect(single.stderr).toMatch(/^lbsim: \S+lb\.yaml:5:1: queue-max: 'x' is not a whole number[^\n]*\n$/);
    await rm(lab.file);
    await lab.hangUp('config_rejected', 4);
    await mkdir(lab.file);
    const directory = await lab.hangUp('config_rejected', 5);
    expect(directory.message).toContain('is not a regular file');
    expect(await lab.names()).toEqual(['B1', 'B2']);
    expect((await lab.seen(2)).toSorted()).toEqual(['B1', 'B2']);
  });

  it('leaves alone what the operator has changed, but for values that it changes', async () => {
    const lab = await ConfigLab.start(onEnd, [1, 2], '', '--queue-max', '50');
    await lab.desk.ctl('weight', 'B1', '5');
    await lab.desk.ctl('set', 'max-connections', '77');
    await lab.desk.ctl('algorithm', 'random');
    await lab.desk.ctl('drain', 'B2');
    await lab.write(lab.text([1, 2], 'queue-max: 9\nidle-timeout: 5m\n'));
    await lab.hangUp('config_reloaded');
    expect(await lab.desk.ctl('algorithm')).toBe('random\n');
    // The command line wins over the file.
    expect(await lab.desk.ctl('set', 'queue-max')).toBe('queue-max 50\n');
    expect(await lab.desk.ctl('set', 'max-connections')).toBe('max-connections 77\n');
    await lab.write(
      lab
        .text([1, 2], 'max-connections: 60\n')
        .replace('round-robin', 'power-of-two')
        .replace(lab.backends[0]?.spec ?? '', `${lab.backends[0]?.spec}@2`),
    );
    const { plan } = (await lab.hangUp('config_reloaded', 2)) as unknown as {
      plan: { changes: { key: string; endsOverride?: object }[] };
    };
    expect(plan.changes.map(({ key, endsOverride }) => [key, endsOverride])).toMatchObject([
      ['backends', { value: 5, by: expect.stringContaining('ctl') }],
      ['algorithm', { value: 'random' }],
      ['max-connections', { value: 77 }],
      ['idle-timeout', undefined],
    ]);
    expect(await lab.desk.ctl('algorithm')).toBe('power-of-two\n');
    expect(await lab.desk.json('backends')).toMatchObject({
      items: [
        { name: 'B1', operator: { weight: null }, config: { weight: 2 }, effective: { weight: 2 } },
        { name: 'B2', operator: { admin: 'drain' }, effective: { state: 'drain' } },
      ],
    });
  });

  it('with another address of a name keeps its connections, and its clients stick to the name', async () => {
    const lab = await ConfigLab.start(onEnd, [1], '', '--sticky-key', 'ip');
    const client = await TestClient.connect(await lab.lb.port());
    expect(await client.ask('x')).toBe('B1:x');
    const [, second, third] = lab.backends;
    await lab.write(lab.text([2, 3]).replace(second?.spec ?? '', `B1=127.0.0.1:${second?.port}`));
    await lab.hangUp('config_reloaded');
    expect(await lab.desk.json('sessions')).toMatchObject({ items: [{ key: '127.0.0.1', backend: 'B1' }] });
    await lab.up('B1');
    await lab.up(third?.name ?? '');
    // B1 is where B2 was.
    expect(await lab.seen(3)).toEqual(['B2', 'B2', 'B2']);
    expect(await client.ask('y')).toBe('B1:y');
  });

  it('whenever its content changes, with --watch', async () => {
    const lab = await ConfigLab.start(onEnd, [1], '', '--watch');
    await writeFile(`${lab.file}.new`, lab.text([1, 2]));
    await rename(`${lab.file}.new`, lab.file);
    await lab.lb.event('config_reloaded', 1);
    await utimes(lab.file, new Date(), new Date());
    // As Kubernetes has it: a link to a file in a folder that a link leads to.
    const folder = join(lab.file, '..');
    for (const [name, numbers] of Object.entries({ one: [1], two: [1, 3] })) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'lb.yaml'), lab.text(numbers));
    }
    await symlink('one', join(folder, '..data'));
    await rm(lab.file);
    await symlink('..data/lb.yaml', lab.file);
    await lab.lb.event('config_reloaded', 2);
    await symlink('two', join(folder, '..tmp'));
    await rename(join(folder, '..tmp'), join(folder, '..data'));
    await lab.lb.event('config_reloaded', 3);
    expect(await lab.names()).toEqual(['B1', 'B3']);
    expect(lab.lb.all('config_unchanged')).toEqual([]);
  });
});

describe('lbsim ctl config', () => {
  it('shows the configuration in force, tells differences, checks files, and saves with comments', async () => {
    const lab = await ConfigLab.start(onEnd, [1, 2], 'deny:   [10.0.0.1]   # bad\n');
    await lab.desk.ctl('weight', 'B2', '4');
    await lab.desk.ctl('set', 'queue-max', '3');
    const [, second] = lab.backends;
    expect(await lab.desk.ctl('config')).toContain(`  - ${second?.spec}@4\n`);
    expect(await lab.desk.json('config')).toMatchObject({ 'queue-max': 3, port: 0 });
    expect(await lab.desk.json('config', 'diff')).toMatchObject({
      items: [
        { key: 'queue-max', file: '1000', config: '1000', operator: '3' },
        { key: 'backends', backend: 'B2', operator: 'weight 4' },
      ],
    });
    const other = `${lab.file}.other`;
    await writeFile(other, lab.text([1, 3]));
    expect(await lab.desk.ctl('config', 'check', other)).toMatch(/backends B3 .* joins/);
    await writeFile(other, 'queue: 3\n');
    const { stderr, status } = await lab.desk.refused('config', 'check', other);
    expect(status).toBe(1);
    expect(stderr).toContain(`${other}:1:1: unknown key 'queue'`);
    const before = await readFile(lab.file, 'utf8');
    expect(await lab.desk.ctl('config', 'save', lab.file)).toBe(`saved to ${lab.file}\n`);
    // What was given elsewhere than in the file is of the configuration as well.
    const { LBSIM_WORKERS: workers, LBSIM_ENGINE: engine } = process.env;
    const added = [
      ...(workers === undefined ? [] : [`workers: ${workers}`]),
      ...(engine === undefined ? [] : [`engine: ${engine}`]),
      'queue-max: 3',
      'log-format: json',
    ];
    expect(await readFile(lab.file, 'utf8')).toBe(
      `${before.replace(`${second?.spec}`, `${second?.spec}@4`)}${added.join('\n')}\n`,
    );
    expect(await lab.desk.ctl('reload')).toContain('weight 4, at once');
    const diff = await lab.desk.json<{ items: object[] }>('config', 'diff');
    expect(diff.items).toEqual([]);
  });

  it('is refused where there is no file to read again', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd));
    expect(await desk.refused('reload')).toEqual({
      status: 1,
      stderr: 'lbsim: there is no config file to read again: start with --config FILE\n',
    });
    lb.child.kill('SIGHUP');
    expect((await lb.event('reload_unsupported')).message).toContain('nothing has changed');
    expect(await desk.refused('config', 'undo')).toMatchObject({ status: 2 });
  });
});
