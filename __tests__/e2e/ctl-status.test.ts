import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { VERB_NAMES } from '../../lib/cli/ctl/verbs.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk, VIEW } from '../helpers/desk.js';
import { runLbsim } from '../helpers/lbsim.js';
import { signalAll, stopped } from '../helpers/processes.js';

const onEnd = cleanup();

/** What each word can be asked, and what it needs: a balancer and a token that may change, or look; no token; nothing. */
const WORDS: readonly (readonly [words: string, needs: 'change' | 'look' | 'balancer' | 'nothing'])[] = [
  ['', 'look'],
  ['backends', 'look'],
  ['add B9=127.0.0.1:9', 'change'],
  ['remove B1', 'change'],
  ['drain B1', 'change'],
  ['maint B1', 'change'],
  ['ready B1', 'change'],
  ['weight B1 3', 'change'],
  ['weight B1 +3', 'change'],
  ['limit B1 3', 'change'],
  ['fault B1 hang', 'change'],
  ['heal B1', 'change'],
  ['connections', 'look'],
  ['kill 1', 'change'],
  ['sessions', 'look'],
  ['forget 192.0.2.7', 'change'],
  ['pin 192.0.2.7 B1', 'change'],
  ['why', 'look'],
  ['explain', 'look'],
  ['probe B1', 'change'],
  ['hold', 'change'],
  ['step', 'change'],
  ['release', 'change'],
  ['events', 'look'],
  ['algorithm', 'look'],
  ['algorithm random', 'change'],
  ['set', 'look'],
  ['set queue-max 3', 'change'],
  ['unset queue-max', 'change'],
  ['config', 'look'],
  ['config diff', 'look'],
  ['cluster', 'look'],
  ['reload', 'change'],
  ['stop', 'change'],
  ['ping', 'balancer'],
  ['ps', 'nothing'],
];

const WRONG = [
  'drian B1',
  'drain',
  'drain B1 B2',
  'drain B1 --wait soon',
  'drain B1 --wait -1',
  'ps --wait 5s',
  'add',
  'add nonsense',
  'add B3=127.0.0.1:1,B4=127.0.0.1:2',
  'weight B1',
  'weight B1 0',
  'weight B1 257',
  'weight B1 many',
  'limit B1',
  'limit B1 0',
  'limit B1 many',
  'fault B1 latency',
  'fault B1 latency soon',
  'fault B1 latncy 5s',
  'step many',
  'set queue-max many',
  'set queue 3',
  'set port 9000',
  'unset queue',
  'events --only failovr',
  'config undo',
  'config check',
  'config save',
  'ping --to http://[',
  'ping --to http://127.0.0.1:99999',
  'ping --to https://127.0.0.1:9900',
  '--colour',
];

interface Ending {
  readonly words: string;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Two at a time, each with what else is to stand on its command line. */
async function endings(words: readonly string[], env: object, ...more: readonly string[]): Promise<Ending[]> {
  const found: Ending[] = [];
  const rest = [...words.entries()];
  const run = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [index, text] = next;
      const args = ['ctl', ...text.split(' ').filter((word) => word !== ''), ...more];
      const { status, stdout, stderr } = await runLbsim(args, { env });
      found[index] = { words: text, status, stdout, stderr };
    }
  };
  await Promise.all([run(), run()]);
  return found;
}

/** One line on standard error, which says this, and nothing else. */
function expectRefused(ended: readonly Ending[], status: number, message: RegExp): void {
  for (const each of ended) {
    expect(each).toEqual({ words: each.words, status, stdout: '', stderr: each.stderr });
    expect([each.words, each.stderr]).toEqual([each.words, expect.stringMatching(/^lbsim: [^\n]+\n$/)]);
    expect([each.words, each.stderr]).toEqual([each.words, expect.stringMatching(message)]);
    expect(each.stderr).not.toContain('internal error');
  }
}

const needing = (...needs: readonly string[]): string[] =>
  WORDS.filter(([, need]) => needs.includes(need)).map(([words]) => words);

describe('the exit status of lbsim ctl', () => {
  it('is tried for every word', () => {
    const tried = new Set(WORDS.map(([words]) => words.split(' ')[0]));
    expect(VERB_NAMES.filter((name) => !tried.has(name))).toEqual([]);
  });

  it('is 2 for a wrong command line, whether a balancer runs or not', async () => {
    const desk = await Desk.open(onEnd);
    expectRefused(await endings(WRONG, desk.env), 2, /./);
    expect(await endings(['stop now'], desk.env)).toMatchObject([{ status: 2 }]);
  });

  it('is 1 where nobody runs, or several do', async () => {
    const desk = await Desk.open(onEnd);
    const words = needing('change', 'look', 'balancer');
    expectRefused(await endings(words, desk.env), 1, /no lbsim process runs that can be asked: start one/);
    expect(await endings(['ps'], desk.env)).toMatchObject([{ status: 0, stderr: '' }]);
    const backends = await startBackends(1, onEnd);
    await desk.balance(backends);
    await desk.balance(backends);
    const few = ['', 'drain B1', 'weight B1 3', 'events', 'config diff', 'ping'];
    expectRefused(await endings(few, desk.env), 1, /several run: name one by --to \d+, or --to \d+\n/);
    expectRefused(
      await endings(['ping', ''], desk.env, '--to', '1'),
      1,
      /nothing called '1' runs: use one of/,
    );
  });

  it('is 1 without the right token, 0 for whatever that one may do', async () => {
    const desk = await Desk.open(onEnd);
    const { url } = await desk.balanceOverTcp(await startBackends(1, onEnd));
    const to = ['--to', url];
    const wrong = { ...desk.env, LBSIM_ADMIN_TOKEN: 'a-token-of-somebody-else' };
    expectRefused(
      await endings(needing('change', 'look'), wrong, ...to),
      1,
      /a token is missing or wrong: give it/,
    );
    const view = { ...desk.env, LBSIM_ADMIN_TOKEN: VIEW };
    expectRefused(
      await endings(needing('change'), view, ...to),
      1,
      /the token may only look: use the one that may/,
    );
    // This one has neither a config file nor a cluster.
    const looks = needing('look', 'balancer', 'nothing').filter(
      (words) => !['config diff', 'cluster'].includes(words),
    );
    for (const each of await endings(looks, view, ...to))
      expect(each).toMatchObject({ status: 0, stderr: '' });
  });

  it('is 1 where the balancer is stopped and answers nothing', async () => {
    const desk = await Desk.open(onEnd);
    const { lb } = await desk.balanceOverTcp(await startBackends(1, onEnd));
    const pids = [Number(lb.child.pid)];
    signalAll(pids, 'SIGSTOP');
    await stopped(pids);
    const unanswered = await endings(['ping', '', 'backends', 'config'], desk.env);
    expectRefused(
      unanswered,
      1,
      /cannot reach the admin API at '.*' \(no answer within 10(\.0+)? s\): see 'lbsim ctl ps'/,
    );
  });

  it('is 1 where something else answers', async () => {
    const desk = await Desk.open(onEnd);
    const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    onEnd(() => other.close());
    await once(other, 'listening');
    const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    expectRefused(await endings(['', 'drain B1'], desk.env, '--to', to), 1, /is not an admin API of lbsim/);
    const unreached = await endings(
      ['ping', 'drain B1'],
      desk.env,
      '--to',
      'http://u:s3cret@127.0.0.1:1/#token',
    );
    expectRefused(unreached, 1, /cannot reach the admin API at 'http:\/\/127\.0\.0\.1:1' \(ECONNREFUSED\)/);
  });
});
