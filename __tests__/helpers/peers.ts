import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quietPort } from './ports.js';

type Register = (close: () => unknown) => void;

/** Whether HAProxy is installed. */
export const HAPROXY = spawnSync('haproxy', ['-v']).status === 0;

const BUILD = spawnSync('nginx', ['-V'], { encoding: 'utf8' });
const MODULES = /--modules-path=(\S+)/.exec(BUILD.stderr)?.[1] ?? '/usr/lib/nginx/modules';
const MODULE = join(MODULES, 'ngx_stream_module.so');
const LOADED = existsSync(MODULE);

/** Whether nginx is installed, with its stream module. */
export const NGINX_STREAM = BUILD.status === 0 && (LOADED || /--with-stream(\s|$)/.test(BUILD.stderr));

/** HAProxy in TCP mode before one backend, as it comes but for the timeouts that it demands. @returns its port */
export async function startHaproxy(backendPort: number, onEnd: Register, server = ''): Promise<number> {
  const port = await quietPort();
  const setting = `defaults
  mode tcp
  timeout connect 5s
  timeout client 1m
  timeout server 1m
listen test
  bind 127.0.0.1:${port}
  server b0 127.0.0.1:${backendPort} ${server}
`;
  return start(port, setting, (file) => ['haproxy', ['-db', '-f', file]], onEnd);
}

/** nginx as a TCP proxy before one backend. @param directives - more for its server block @returns its port */
export async function startNginx(backendPort: number, onEnd: Register, directives = ''): Promise<number> {
  const port = await quietPort();
  const setting = (folder: string): string => `${LOADED ? `load_module ${MODULE};` : ''}
${process.getuid?.() === 0 ? 'user root root;' : ''}
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 100; }
stream { server { listen 127.0.0.1:${port}; proxy_pass 127.0.0.1:${backendPort}; ${directives} } }
`;
  return start(port, setting, (file, folder) => ['nginx', ['-c', file, '-p', folder]], onEnd);
}

async function start(
  port: number,
  setting: string | ((folder: string) => string),
  command: (file: string, folder: string) => [program: string, args: string[]],
  onEnd: Register,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  const file = join(folder, 'setting');
  await writeFile(file, typeof setting === 'string' ? setting : setting(folder));
  const child = spawn(...command(file, folder), { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  onEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${command(file, folder)[0]} did not start:\n${told}`);
    await sleep(20);
  }
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return connected;
}
