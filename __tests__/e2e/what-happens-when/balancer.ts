import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../helpers/folder.js';
import { signalAll, stopped } from '../../helpers/processes.js';
import { until } from '../../helpers/sockets.js';
import type { Stage } from './stage.js';
import type { Section, Story } from './story.js';
import type { Witness } from './witness.js';

/** Enough for the process itself and some twenty clients. */
const DESCRIPTORS = 70;

/** A client for which there is one descriptor fewer than it takes: it has come in, or has not. */
async function oneTooMany(stage: Stage, comesIn: boolean): Promise<string> {
  // Each client takes two, one more is kept back or not: which of the limits it is depends on the version of Node.
  for (const descriptors of [DESCRIPTORS, DESCRIPTORS + 1]) {
    // Nor may anyone look at its admin API, which takes one more.
    await stage.balance([await stage.backend()], { admin: 'off' }, descriptors);
    const client = await firstInVain(stage);
    await stage.lb.event('accept_failed');
    await client.sees();
    await stage.log();
    if (comesIn === stage.lb.all('connection_close').some((record) => record.client === client.name))
      return client.seen;
  }
  throw new Error(`with neither limit a client ${comesIn ? 'came in' : 'was left outside'}`);
}

/** Connects clients, which stay, until one is closed instead of being given a backend. */
async function firstInVain(stage: Stage): Promise<Witness> {
  const served = (client: Witness): boolean =>
    stage.lb.all('connection_open').some((record) => record.client === client.name);
  for (;;) {
    const client = await stage.client();
    await until(() => client.over || served(client));
    if (!served(client)) return client;
    stage.ignore(client);
  }
}

/** The operator does something while the client is connected, who then asks again, or sees the end of its connection. */
function operated(fault: string, words: readonly string[], then: 'asks' | 'sees'): Story {
  return {
    fault: `${fault}: \`lbsim ctl ${words.join(' ')}\``,
    async play(stage) {
      await stage.balance([await stage.backend()]);
      const client = await stage.client();
      await client.asks();
      await stage.ctl(...words);
      await client[then]();
      return stage.recorded(client);
    },
  };
}

/** Of the balancer, its processes and its machine. */
export const BALANCER: Section = {
  heading: 'The balancer itself',
  stories: [
    {
      fault: 'it is stopped by SIGTERM, and a client finishes in time',
      options: { 'drain-timeout': '10s' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const client = await stage.client();
        await client.asks();
        stage.stop();
        await lb.event('drain_started');
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'it is stopped by SIGTERM, and a client does not finish',
      options: { 'drain-timeout': '300ms' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const client = await stage.client();
        await client.asks();
        stage.stop();
        await client.sees(300);
        await client.leaves();
        await lb.ended;
        return client.seen;
      },
    },
    {
      fault: 'it is stopped by SIGTERM, and a new client comes while another one finishes',
      options: { 'drain-timeout': '10s' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const { client: other } = await stage.other();
        stage.stop();
        await lb.event('drain_started');
        const client = await stage.client();
        await client.sees();
        await other.close();
        return client.seen;
      },
    },
    {
      fault: 'it stands still for 2 s, by SIGSTOP and SIGCONT, and the client has asked meanwhile',
      options: { 'idle-timeout': '1s' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const client = await stage.client();
        await client.asks();
        const pid = lb.child.pid ?? 0;
        signalAll([pid], 'SIGSTOP');
        await stopped([pid]);
        client.says('hello\n');
        await sleep(2000);
        signalAll([pid], 'SIGCONT');
        await client.sees();
        return stage.recorded(client);
      },
    },
    operated('the operator closes the connections of B1', ['kill', '--backend', 'B1'], 'sees'),
    operated('the operator resets the connections of B1', ['kill', '--backend', 'B1', '--reset'], 'sees'),
    operated('the operator drains B1', ['drain', 'B1'], 'asks'),
    operated('the operator puts B1 into maintenance', ['maint', 'B1'], 'asks'),
    {
      fault: 'it is sent SIGHUP',
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const client = await stage.client();
        await client.asks();
        lb.child.kill('SIGHUP');
        await lb.event('reload_unsupported');
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'it has no file descriptor left to reach B1 with: `ulimit -n`',
      play: (stage) => oneTooMany(stage, true),
    },
    {
      fault: 'it has none left to accept a client with: `ulimit -n`',
      play: (stage) => oneTooMany(stage, false),
    },
    {
      fault: 'the disk of its log file is full, as `/dev/full` is',
      options: { 'log-file': '/dev/full' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        await lb.event('log_file_lost');
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'its log file is moved away, and it is sent SIGUSR1',
      async play(stage, onEnd) {
        const file = join(await temporaryFolder(onEnd), 'lb.log');
        const lb = await stage.balance([await stage.backend()], { 'log-file': file });
        const client = await stage.client();
        await client.asks();
        renameSync(file, `${file}.1`);
        lb.child.kill('SIGUSR1');
        await lb.event('log_reopened');
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'its log file is a FIFO that nobody reads: `--log-file`',
      async play(stage, onEnd) {
        const fifo = join(await temporaryFolder(onEnd), 'fifo');
        execFileSync('mkfifo', [fifo]);
        await stage.balance([await stage.backend()], { 'log-file': fifo });
        const client = await stage.client();
        await client.asks();
        return stage.recorded(client);
      },
    },
    {
      fault: 'the worker that carries the client is killed: `kill -9`',
      options: { workers: '2' },
      async play(stage) {
        const lb = await stage.balance([await stage.backend()]);
        const client = await stage.client();
        await client.asks();
        const { worker } = await lb.event('connection_open');
        const started = lb.all('worker_started').find((record) => record.worker === worker);
        process.kill(Number(started?.pid), 'SIGKILL');
        await client.sees();
        await lb.event('worker_started', 3);
        return client.seen;
      },
    },
  ],
};
