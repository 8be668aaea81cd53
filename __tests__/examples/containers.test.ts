import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { COMMANDS } from '../../lib/cli/commands/index.js';
import { variableOf } from '../../lib/cli/options/sources.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A service of compose.yaml, what it has of the others merged in. */
interface Service {
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly init: boolean;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
}

const { services } = parse(read('compose.yaml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
/** Instructions of the Dockerfile, continued lines put together. */
const INSTRUCTIONS = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
type Instruction = (typeof INSTRUCTIONS)[number];
const argumentsOf = (wanted: string): string[] =>
  INSTRUCTIONS.filter(([name]) => name === wanted).map(([, words]) => words);
const ENVIRONMENT = new Map(
  argumentsOf('ENV').flatMap((words) => words.split(' ').map((word) => word.split('=') as [string, string])),
);
const PORT = ENVIRONMENT.get('LBSIM_PORT');

/** The words after `lbsim` of a service, what they say of other containers put right for this machine. */
function wordsOf(name: string, hosts: Readonly<Record<string, string>> = {}): string[] {
  const { entrypoint = ['lbsim'], command = [] } = services[name] ?? {};
  const [program, ...words] = [...entrypoint, ...command];
  expect(program).toBe('lbsim');
  return words.map((word) =>
    Object.entries(hosts).reduce(
      (text, [host, here]) => text.replace(new RegExp(`\\b${host}\\b`), here),
      word,
    ),
  );
}

/** Starts a service on loopback and any free port, by the variables that the image sets. */
async function start(name: string, hosts?: Readonly<Record<string, string>>): Promise<number> {
  const variables = [...ENVIRONMENT.keys()].filter((variable) => variable.startsWith('LBSIM_'));
  const env = Object.fromEntries(
    variables.map((variable) => [variable, variable.endsWith('PORT') ? '0' : '127.0.0.1']),
  );
  const lbsim = new Lbsim(wordsOf(name, hosts), { env });
  onEnd(() => lbsim.kill());
  return lbsim.port();
}

/** The instructions after each FROM. */
function stages(): Instruction[][] {
  const found: Instruction[][] = [];
  for (const each of INSTRUCTIONS)
    if (each[0] === 'FROM') found.push([]);
    else found.at(-1)?.push(each);
  return found;
}

/** What comes from the folder of the Dockerfile, and where it goes to. */
function copies(stage: readonly Instruction[]): (readonly [from: string, to: string])[] {
  const lists = stage.filter(([name, words]) => name === 'COPY' && !words.startsWith('--'));
  return lists.flatMap(([, words]) => {
    const paths = words.split(' ');
    const to = paths.pop() ?? '';
    return paths.map((from) => [from, to.endsWith('/') ? join(to, basename(from)) : to] as const);
  });
}

/** The status of what a balancer that is run by this file answers on TCP. */
async function answered(program: string, path: string): Promise<number> {
  const folder = await temporaryFolder(onEnd);
  const words = [
    'balance',
    '--port',
    '0',
    '--admin',
    '0',
    '--backends',
    '127.0.0.1:1',
    '--log-format',
    'json',
  ];
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onEnd(() => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stderr })) {
    const { event, url } = JSON.parse(line) as { readonly event: string; readonly url?: string };
    if (event === 'admin_listening') return (await fetch(`${url}${path}`)).status;
  }
  return 0;
}

/** The exit status of the image's health check of a port. */
function healthOf(port: number): number | null {
  const [, json = ''] = /CMD (\[.*\])$/.exec(argumentsOf('HEALTHCHECK')[0] ?? '') ?? [];
  const [program = '', ...words] = JSON.parse(json) as string[];
  return spawnSync(program, words, { env: { ...process.env, LBSIM_PORT: String(port) } }).status;
}

describe('compose.yaml', () => {
  it('starts a balancer before three backends, and a client of it', async () => {
    const hosts: Record<string, string> = { 9900: '0' };
    for (const name of ['b1', 'b2', 'b3']) hosts[`${name}:${PORT}`] = `127.0.0.1:${await start(name)}`;
    const port = await start('balancer', hosts);
    const answers = new Set<string>();
    while (answers.size < 3) {
      const { stdout, stderr } = await runLbsim(
        [...wordsOf('client', { balancer: '127.0.0.1' }), '--message', 'hello'],
        { env: { LBSIM_PORT: String(port) } },
      );
      expect(stderr).toBe('');
      answers.add(stdout);
    }
    expect([...answers].sort()).toEqual(['[B1] hello\n', '[B2] hello\n', '[B3] hello\n']);
    expect(healthOf(port)).toBe(0);
  });

  it.each(['b1', 'b2', 'b3', 'balancer', 'client'])('gives %s options that there are', async (name) => {
    const [command = '', ...words] = wordsOf(name);
    const entry = COMMANDS.find((each) => each.name === command);
    const known = Object.keys((await entry?.load())?.options ?? {});
    const given = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter((option) => !known.includes(option))).toEqual([]);
  });

  it('gives none of them more than it needs', () => {
    const own = ['b1', 'b2', 'b3', 'balancer', 'client'];
    expect(Object.keys(services).sort()).toEqual([...own, 'grafana', 'prometheus']);
    for (const name of own)
      expect(services[name]).toMatchObject({ init: true, read_only: true, tmpfs: ['/tmp'] });
    for (const service of Object.values(services)) expect(service.cap_drop).toEqual(['ALL']);
    // Only to this machine: what listens has no password.
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.sort()).toEqual([`127.0.0.1:3000:3000`, `127.0.0.1:8080:${PORT}`, '127.0.0.1:9090:9090']);
  });

  it('has Prometheus scrape the admin port of the balancer, and Grafana ask that Prometheus', () => {
    const admin = services.balancer?.command?.find((_, at, words) => words[at - 1] === '--admin');
    expect(services.balancer?.command).toContain('--metrics-open');
    expect(read('grafana/prometheus.yml')).toContain(`'127.0.0.1:${admin}'`);
    expect(read('grafana/provisioning/datasources/prometheus.yaml')).toContain('url: http://balancer:9090');
    const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.map((each) => each.split(':')[0]),
    );
    expect(mounted.length).toBeGreaterThan(3);
    expect(mounted.filter((path) => !existsSync(join(ROOT, path ?? '')))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  it('copies what there is, and .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = argumentsOf('COPY')
      .filter((words) => !words.startsWith('--from'))
      .flatMap((words) => words.split(' ').slice(0, -1));
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('copies all that the build of lbsim and a process of it need', async () => {
    const [build = [], run = []] = stages();
    const [first, second] = [await temporaryFolder(onEnd), await temporaryFolder(onEnd)];
    for (const [from, to] of copies(build)) cpSync(join(ROOT, from), join(first, to), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(first, 'node_modules'));
    const [, command = ''] = build.find(([, words]) => words.startsWith('npm run build')) ?? [];
    const built = spawnSync(command.split(' && ')[0] ?? '', { cwd: first, shell: true, encoding: 'utf8' });
    expect({ status: built.status, stderr: built.stderr }).toEqual({ status: 0, stderr: '' });

    for (const [from, to] of copies(run)) cpSync(join(ROOT, from), join(second, to), { recursive: true });
    for (const name of ['package.json', 'dist'])
      cpSync(join(first, name), join(second, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(second, 'node_modules'));
    for (const asked of ['/openapi.json', '/'])
      expect([asked, await answered(join(second, 'bin/lbsim.js'), asked)]).toEqual([asked, 200]);
  });

  it('sets variables that lbsim reads', async () => {
    const known: string[] = [];
    for (const { name, load } of COMMANDS)
      for (const option of Object.keys((await load()).options))
        known.push(variableOf(option), variableOf(`${name}-${option}`));
    const own = [...ENVIRONMENT.keys()].filter((name) => name.startsWith('LBSIM_'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('runs lbsim as a user that is not root, on a Node that lbsim supports', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('ENTRYPOINT')).toEqual(['["lbsim"]']);
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    for (const image of argumentsOf('FROM')) {
      const [, version = '0'] = /^node:(\d+)-slim\b/.exec(image) ?? [];
      expect(Number(version)).toBeGreaterThan(parseFloat(engines.node.slice('>='.length)));
    }
  });

  it('has a health check that fails where nothing listens', async () => {
    expect(healthOf(await quietPort())).toBe(1);
  });
});
