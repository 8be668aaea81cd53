import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import {
  draftPath,
  openRuntimeFolder,
  publish,
  recordedProcesses,
  removeSocket,
  runningProcesses,
  runtimeFolder,
  socketPath,
  type ProcessRecord,
} from '../../lib/admin/runtime-folder.js';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();
const AS_ROOT = onlyWhere(process.getuid?.() === 0, 'only root can give a folder away');

async function inFolder(): Promise<string> {
  process.env.XDG_RUNTIME_DIR = await temporaryFolder(onEnd);
  return runtimeFolder();
}

it('the folder is that of the user session, or one in the temporary folder', () => {
  expect(runtimeFolder({ XDG_RUNTIME_DIR: '/run/user/7' })).toBe('/run/user/7/lbsim');
  expect(runtimeFolder({ XDG_RUNTIME_DIR: '' })).toMatch(/[/\\]lbsim-\d+$/);
});

it('socket and record are for their owner alone, and go with the process', async () => {
  const lab = await AdminLab.ofBalancer(onEnd);
  const folder = runtimeFolder();
  const record = lab.socket.replace(/sock$/, 'json');
  expect([folder, lab.socket, record].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o600, 0o600,
  ]);
  expect(lab.socket).toBe(join(folder, `balance-${lab.port}.sock`));
  expect(await runningProcesses()).toEqual([
    expect.objectContaining({ pid: process.pid, kind: 'balance', name: 'LB', socket: lab.socket, url: null }),
  ]);
  await lab.admin.close();
  expect(await readdir(folder)).toEqual([]);
});

it('a folder that others can enter is refused', async () => {
  const folder = await inFolder();
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  expect(() => openRuntimeFolder()).toThrow(
    `cannot use folder '${folder}' for the admin socket (its mode is 755, not 700)`,
  );
});

AS_ROOT.it('a folder of another user is refused', async () => {
  const folder = await inFolder();
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, 12345, 12345);
  expect(() => openRuntimeFolder()).toThrow('(it belongs to user 12345)');
});

onlyWhere(process.platform === 'linux', '/proc takes no folder').it(
  'a place where no folder can be made is refused, and holds nothing up',
  () => {
    process.env.XDG_RUNTIME_DIR = '/proc';
    expect(() => openRuntimeFolder()).toThrow(
      "cannot use folder '/proc/lbsim' for the admin socket (ENOENT): remove it, or set XDG_RUNTIME_DIR",
    );
  },
);

it('a file in its place, and a path that is too long, are refused', async () => {
  const folder = await inFolder();
  writeFileSync(folder, '');
  expect(() => openRuntimeFolder()).toThrow(/cannot use folder .* \((EEXIST|it is not a folder)\)/);
  expect(() => socketPath(`/${'x'.repeat(100)}`, 'balance-8080')).toThrow(
    '(its path is too long for a socket)',
  );
});

/** A socket that a killed process has left behind. */
async function leftBehind(folder: string): Promise<string> {
  mkdirSync(folder, { mode: 0o700 });
  const path = join(folder, 'server-1.sock');
  const code = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  writeFileSync(path.replace(/sock$/, 'json'), '{}');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(path)).toBe(true);
  return path;
}

async function listensAt(path: string): Promise<void> {
  const server = createServer().listen(path);
  onEnd(() => server.close());
  await once(server, 'listening');
}

const RECORD: ProcessRecord = {
  ...{ pid: process.pid, kind: 'server', name: 'B1', address: '127.0.0.1:1' },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', url: null },
};

it('what a killed process has left behind is removed by whoever looks', async () => {
  const folder = await inFolder();
  await leftBehind(folder);
  expect(await runningProcesses()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it('a socket is nobody else’s to remove, from before it has its name', async () => {
  const folder = await inFolder();
  mkdirSync(folder, { mode: 0o700 });
  const path = socketPath(folder, 'server-1');
  await listensAt(draftPath(path));
  expect(await runningProcesses()).toEqual([]);
  publish(path, RECORD);
  expect(recordedProcesses()).toEqual([{ ...RECORD, socket: path }]);
  expect(await runningProcesses()).toEqual([{ ...RECORD, socket: path }]);
});

it('who looks leaves a process alone that takes the name of one that was killed meanwhile', async () => {
  const folder = await inFolder();
  const path = await leftBehind(folder);
  await listensAt(draftPath(path));
  const looking = runningProcesses();
  removeSocket(path);
  publish(path, RECORD);
  await looking;
  expect(await runningProcesses()).toEqual([{ ...RECORD, socket: path }]);
});
