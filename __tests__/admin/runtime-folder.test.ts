import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import {
  openRuntimeFolder,
  runningProcesses,
  runtimeFolder,
  socketPath,
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

it('what a killed process has left behind is removed by whoever looks', async () => {
  const folder = await inFolder();
  mkdirSync(folder, { mode: 0o700 });
  const path = join(folder, 'server-1.sock');
  const code = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  writeFileSync(path.replace(/sock$/, 'json'), '{}');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(path)).toBe(true);
  expect(await runningProcesses()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});
