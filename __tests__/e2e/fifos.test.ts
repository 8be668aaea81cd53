import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { recordingLine } from '../../lib/recording/format.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim } from '../helpers/lbsim.js';
import { backendsOf, headerOf } from '../recording/recorded.js';

const onEnd = cleanup();

async function makeFifo(): Promise<string> {
  const fifo = join(await temporaryFolder(onEnd), 'fifo');
  execFileSync('mkfifo', [fifo]);
  return fifo;
}

function start(...args: readonly string[]): Lbsim {
  const lbsim = new Lbsim(args);
  onEnd(() => lbsim.kill());
  return lbsim;
}

/** Resolves when the process has opened the file. */
async function opened(pid: number, file: string): Promise<void> {
  const folder = `/proc/${pid}/fd`;
  const isOpen = async (): Promise<boolean> => {
    const links = (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => ''));
    return (await Promise.all(links)).includes(file);
  };
  while (!(await isOpen())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a FIFO that has no other end', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('does not keep a page from being given up at %s', async (signal, status) => {
    const simulation = start('simulate', '--requests', '1000', '--html', await makeFifo());
    await simulation.event('simulated');
    while (!simulation.stdout.includes('requests')) await new Promise(setImmediate);
    expect(await simulation.kill(signal)).toEqual({ status, signal: null });
    expect(simulation.stderr).toContain(
      `lbsim: interrupted by ${signal}: 1 of 1 simulations finished; the page was not written`,
    );
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('does not keep a replay from ending at %s', async (signal, status) => {
    const fifo = await makeFifo();
    const replay = start('replay', fifo);
    await opened(replay.child.pid ?? 0, fifo);
    expect(await replay.kill(signal)).toEqual({ status, signal: null });
  });
});

describe('a FIFO whose other end comes late', () => {
  it('gets the whole page', async () => {
    const fifo = await makeFifo();
    const simulation = start('simulate', '--requests', '1000', '--html', fifo);
    await simulation.event('simulated');
    while (!simulation.stdout.includes('requests')) await new Promise(setImmediate);
    const page = await text(createReadStream(fifo));
    expect(page).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
    expect(await simulation.ended).toEqual({ status: 0, signal: null });
  });

  it('is replayed to its end', async () => {
    const fifo = await makeFifo();
    const replay = start('replay', fifo, '--json');
    await opened(replay.child.pid ?? 0, fifo);
    const header = headerOf({ algorithm: 'round-robin', backends: backendsOf([1]) });
    createWriteStream(fifo).end(`${recordingLine(header)}\n["advance",1]\n`);
    expect(await replay.ended).toEqual({ status: 0, signal: null });
    expect(JSON.parse(replay.stdout)).toMatchObject({ ok: true });
  });
});
