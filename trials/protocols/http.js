import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxSetting } from '../../bench/backend.js';
import { freePort, listening } from '../../bench/ports.js';
import { missing } from '../../bench/surroundings.js';
import { wrk } from '../../bench/wrk.js';

const FILE_BYTES = 100e6;
const KEPT_ALIVE = 20;
const WRK = { connections: 50, seconds: 5 };

const digestOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Two nginx, visited by curl and wrk. */
export const http = {
  name: 'http',
  about: 'two nginx, visited by curl and wrk',
  lacks: () => missing(['nginx', 'curl', 'wrk'].map((command) => ({ command, package: command }))),
  async run(stage, findings) {
    const root = join(stage.directory, 'root');
    mkdirSync(root);
    writeFileSync(join(root, 'large'), randomBytes(FILE_BYTES));
    const servers = await Promise.all(['N1', 'N2'].map((label) => nginx(stage, label, root)));
    const balancer = await stage.balancer(servers, ['--sticky-key', 'none', '--log-connections', 'none']);
    const url = `http://127.0.0.1:${balancer.port}`;
    await keptAlive(stage, findings, url);
    await largeFile(stage, findings, url, root);
    for (const headers of [[], ['Connection: close']]) await loaded(stage, findings, balancer.port, headers);
    findings.claim('the balancer ended with status 0', (await stage.stop(balancer)) === 0);
  },
};

async function nginx(stage, label, root) {
  const port = await freePort();
  const home = join(stage.directory, label);
  mkdirSync(home);
  const setting = join(home, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${home};`,
  );
  writeFileSync(
    setting,
    `${nginxSetting(home, 1000)}http {
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${root};
    location / { return 200 "${label}\\n"; }
    location = /large { }
  }
}
`,
  );
  const server = stage.start(label, 'nginx', ['-c', setting, '-p', home]);
  await listening(server, port);
  return Object.assign(server, { port });
}

async function keptAlive(stage, findings, url) {
  const urls = Array.from({ length: KEPT_ALIVE }, (_, index) => `${url}/${index}`);
  const output = await stage.run('curl', 'curl', ['-sS', '--fail', '-w', '%{num_connects}\n', ...urls]);
  const lines = output.trim().split('\n');
  const answers = lines.filter((line) => /^N[12]$/.test(line));
  const connections = lines
    .filter((line) => /^\d+$/.test(line))
    .reduce((sum, count) => sum + Number(count), 0);
  findings.claim(
    `curl has ${KEPT_ALIVE} answers on one connection, from one backend`,
    answers.length === KEPT_ALIVE && connections === 1 && new Set(answers).size === 1,
    `${answers.length} answers, ${connections} connections`,
  );
}

async function largeFile(stage, findings, url, root) {
  const copy = join(stage.directory, 'copy');
  await stage.run('curl', 'curl', ['-sS', '--fail', '-o', copy, `${url}/large`]);
  const same = digestOf(copy) === digestOf(join(root, 'large'));
  findings.claim(`a file of ${FILE_BYTES / 1e6} MB arrives as it is`, same, 'by SHA-256');
}

async function loaded(stage, findings, port, headers) {
  findings.progress('http, wrk');
  const { requests, errors, p99 } = await wrk(stage.processes, port, { ...WRK, headers });
  findings.claim(
    `wrk has no error, ${headers[0] ?? 'keep-alive'}`,
    errors === 0 && requests > 0,
    `${requests} requests in ${WRK.seconds} s, p99 ${(p99 / 1000).toFixed(1)} ms`,
  );
}
