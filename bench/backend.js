// The backend of every work but one: nginx with a single worker, which answers on as many ports as are wanted.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, listening } from './ports.js';
import { LOAD_CORE } from './processes.js';

/** nginx gives up its rights when it is started by root, and then could not read what the benchmark wrote. */
const USER = process.getuid() === 0 ? 'user root root;' : '';

/** What every nginx of the benchmark has in common: one worker, in the foreground, files in a directory of its own. */
export function nginxSetting(directory, connections) {
  return `${USER}
daemon off;
pid ${directory}/nginx.pid;
error_log stderr error;
worker_processes 1;
worker_rlimit_nofile ${connections + 100};
events { worker_connections ${connections}; }
`;
}

/**
 * Starts nginx with the file `/1m` of a megabyte, 10^6 bytes, and `ok` on all other paths.
 *
 * @param options.count - how many ports it listens on
 * @param options.host - 0.0.0.0 to be reached by all addresses of loopback
 */
export async function startBackend(
  { processes, directory, connections },
  { count = 2, host = '127.0.0.1' } = {},
) {
  const home = join(directory, 'backend');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '1m'), Buffer.alloc(1e6, 'x'));
  const ports = [];
  while (ports.length < count) ports.push(await freePort());
  const setting = join(home, 'nginx.conf');
  writeFileSync(
    setting,
    `${nginxSetting(home, connections)}http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  client_body_temp_path ${home}; proxy_temp_path ${home}; fastcgi_temp_path ${home};
  uwsgi_temp_path ${home}; scgi_temp_path ${home};
  server {
${ports.map((port) => `    listen ${host}:${port} backlog=4096;`).join('\n')}
    root ${home};
    location / { return 200 "ok\\n"; }
    location = /1m { }
  }
}
`,
  );
  const program = processes.start('nginx backend', LOAD_CORE, 'nginx', ['-c', setting, '-p', home]);
  for (const port of ports) await listening(program, port);
  return { program, addresses: ports.map((port) => `127.0.0.1:${port}`), ports };
}
