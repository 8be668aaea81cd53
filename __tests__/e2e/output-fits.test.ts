import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile, temporaryFolder } from '../helpers/folder.js';
import { quietPort } from '../helpers/ports.js';
import { documentedCommands } from '../helpers/documented-commands.js';
import { screenOf, type ScreenLine } from '../helpers/screen.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { recordedQueue } from '../simulator/calibration/recorded-queue.js';
import { WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();

const OWN_ALGORITHM = fileURLToPath(new URL('../../examples/algorithms/pack.js', import.meta.url));
const RECORDING = [
  '{"recording":1,"lbsim":"0.1.0","stickyKey":"none","seed":1,"algorithm":"round-robin",' +
    '"backends":[{"host":"a","port":1,"name":"A"},{"host":"b","port":2,"name":"B"}]}',
  '["healthy",0,true]',
  '["healthy",1,true]',
  '["route",1000,null,[],0,"round-robin"]',
  '',
].join('\n');

const TRAFFIC = { means: [10, 10, 10], slots: 1, rate: 200, requests: 2000 };

/** The words with the path of a recording in place of one that a page speaks of. */
async function withRecording(words: readonly string[]): Promise<string[]> {
  if (!words.some((word) => word.endsWith('run.jsonl'))) return [...words];
  const path = await temporaryFile(onEnd, 'run.jsonl', recordedQueue(TRAFFIC));
  return words.map((word) => word.replace('run.jsonl', path));
}

/** A command that prints a table: how it is made to end soon and to find what it needs, and what has to be in sight. */
interface Printing {
  readonly prepare: (words: readonly string[]) => Promise<string[]> | string[];
  readonly heads: (words: readonly string[]) => readonly string[];
}

const SIMULATION: Printing = {
  async prepare(words) {
    const page = join(await temporaryFolder(onEnd), 'page.html');
    const short = withValues(words, { '--replications': '2', '--html': page });
    const found = await withRecording(short);
    const known = found.map((word) => word.replace(/\.\/[\w-]+\.js/, OWN_ALGORITHM));
    const isShort = words.some((word) => word === '--scenario' || word === '--requests');
    return isShort ? withValues(known, { '--requests': '2000' }) : [...known, '--requests', '2000'];
  },
  heads: (words) => [
    'algorithm',
    'mean',
    'p99',
    ...(words[0] === 'compare' ? ['ratio', 'real'] : []),
    ...(words.includes('--scenario') ? ['event', 'noticed', 'after'] : []),
  ],
};

const SWEEP: Printing = {
  ...SIMULATION,
  heads: () => ['p99 latency against load', 'mean, at load', 'p99, at load'],
};

const PRINTING: Readonly<Record<string, Printing>> = {
  simulate: SIMULATION,
  compare: SIMULATION,
  validate: {
    prepare: () => ['validate', '--only', 'one-backend', '--effort', '0.01'],
    heads: () => ['system', 'figure', 'expected', 'got', 'verdict'],
  },
  check: {
    async prepare() {
      const backendPort = await quietPort();
      const only = 'bytes,half-close,late-answer,reset-client,reset-backend,idle-hold,proxy-header';
      const rest = ['--backend-port', `${backendPort}`, '--only', only, '--idle', '100ms'];
      return ['check', `127.0.0.1:${await carelessProxy(backendPort)}`, ...rest];
    },
    heads: () => ['check', 'verdict', 'what came through'],
  },
  calibrate: {
    async prepare(words) {
      const page = join(await temporaryFolder(onEnd), 'page.html');
      return withRecording(withValues(words, { '--html': page }));
    },
    heads: () => ['backend', 'service ms', 'best fit', 'slots'],
  },
  replay: {
    async prepare() {
      const file = join(await temporaryFolder(onEnd), 'run.jsonl');
      await writeFile(file, RECORDING);
      return ['replay', file];
    },
    heads: () => ['backend', 'picks'],
  },
  client: {
    async prepare(words) {
      const backend = new BackendServer({ name: 'B1', port: 0 });
      const { port } = await backend.listen();
      onEnd(() => backend.close());
      const addresses = `127.0.0.1:${port},127.0.0.1:${await quietPort()}`;
      const several = words.some((word) => word.includes(',')) ? { '--host': addresses } : {};
      return [
        ...withValues(words, { '--count': '50', '--duration': '200ms', ...several }),
        '--port',
        `${port}`,
      ];
    },
    heads: () => ['connections', 'ok', 'failed', 'received', 'p50', 'p99', 'max', 'backend', 'share'],
  },
};

/** Whether it is known to print a table, and nothing is asked of it that makes it print something else. */
function printsTable([command = '', ...words]: readonly string[]): boolean {
  if (['--json', '--csv', '--help'].some((option) => words.includes(option))) return false;
  return command === 'client'
    ? words.some((word) => word === '--count' || word === '--duration')
    : Object.hasOwn(PRINTING, command);
}

/** What no page may show in a block of code. */
const OTHERS = [
  'client --count 50 --concurrency 5',
  'compare --algorithms power-of-two,./mine.js --service-mean 20ms --replications 3',
  'compare --algorithms round-robin,least-connections --scenario crash-restart',
  'compare --algorithms round-robin,power-of-two,least-connections --load 0.5:0.95:0.05',
  'simulate --load 0.5:0.9:0.1 --queue-limit 2',
  'simulate --backends 1,1,2,4 --queue-limit 1',
  'simulate --backends 1 --classes read:9:1,write:1:10 --service-mean 20ms --queue-limit 9 --replications 3',
  'compare --algorithms random,least-connections --classes read:9:1,write:1:10',
].map((line) => line.split(' '));

const DOCUMENTED = documentedCommands().filter(printsTable);

/** Of those documented all where there is least room, and every third in each wider window. */
function commandsIn(columns: number): (readonly [string, readonly string[]])[] {
  const documented = DOCUMENTED.filter((_, index) => columns === 60 || index % 3 === (columns / 20) % 3);
  return [...documented, ...OTHERS].map((words) => [words.join(' '), words]);
}

/** The words with other values for these options, where they are given. */
function withValues(words: readonly string[], values: Readonly<Record<string, string>>): string[] {
  return words.map((word, index) => values[words[index - 1] ?? ''] ?? word);
}

/** Carries bytes, and knows neither half-close nor reset. */
async function carelessProxy(backendPort: number): Promise<number> {
  const { server, port } = await listenOnLoopback((client) => {
    const backend = connect(backendPort, '127.0.0.1');
    client.on('error', () => backend.destroy()).pipe(backend);
    backend.on('error', () => client.destroy()).pipe(client);
    onEnd(() => [client, backend].map((socket) => socket.destroy()));
  });
  onEnd(() => server.close());
  return port;
}

/** The tables of a screen; each is the lines from its upper border to its lower one. */
function tablesOf(lines: readonly ScreenLine[]): string[][] {
  const tables: string[][] = [];
  for (const { text } of lines) {
    if (text.startsWith('┌')) tables.push([]);
    if (/^[┌│├└]/.test(text)) tables.at(-1)?.push(text);
  }
  return tables;
}

describe.each([60, 80, 100])('in a window of %d columns', (columns) => {
  WITH_TERMINALS.it.each(commandsIn(columns))(
    'no line of lbsim %s is broken by the terminal',
    async (_, words) => {
      const [command = ''] = words;
      const sweep = words.some((word) => /^[\d.]+:[\d.]+:[\d.]+$/.test(word));
      const { prepare, heads } = sweep ? SWEEP : (PRINTING[command] ?? SIMULATION);
      const lines = await screenOf(await prepare(words), columns);

      expect(lines.filter(({ wrapped }) => wrapped)).toEqual([]);
      const tables = tablesOf(lines);
      expect(tables.length).toBeGreaterThan(0);
      for (const table of tables) {
        expect(new Set(table.map((line) => line.length)).size).toBe(1);
        expect(table.join('')).toMatch(/^┌.*┘$/);
        expect(table.join('')).not.toContain('…');
      }
      const text = lines.map((line) => line.text).join('\n');
      for (const head of heads(words)) expect(text).toMatch(new RegExp(`(^|[│ ]) *${head}`, 'm'));
    },
  );

  WITH_TERMINALS.it.each(['', 'balance', 'check', 'server', 'simulate', 'validate'])(
    'no line of lbsim %s --help is broken by the terminal',
    async (command) => {
      const lines = await screenOf([...(command === '' ? [] : [command]), '--help'], columns);
      expect(lines.filter(({ wrapped }) => wrapped)).toEqual([]);
      expect(lines.length).toBeGreaterThan(20);
    },
  );
});

it('the README and the docs show commands that print tables', () => {
  const shown = new Set(DOCUMENTED.map(([command]) => command));
  expect([...shown]).toEqual(
    expect.arrayContaining(['check', 'compare', 'simulate', 'validate', 'replay', 'calibrate']),
  );
});
