import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLog, type EndableLog } from '../../lib/logging/logger.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();

/** The events of lines of JSON. */
const eventsIn = (text: string): unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { event: unknown }).event);

/** A log with a file, and what it says beside it. */
function logTo(file: string): { log: EndableLog; beside: () => unknown[]; say: (event: string) => void } {
  const stream = new PassThrough({ encoding: 'utf8' });
  const log = createLog({ component: 'balance', level: 'info', format: 'json', stream, file });
  let text = '';
  stream.on('data', (chunk: string) => (text += chunk));
  return {
    log,
    beside: () => eventsIn(text),
    say: (event) => log({ level: 'info', event, message: event }),
  };
}

describe('a log file that is reopened', () => {
  it('has what comes from then on, and the one that was moved away all before', async () => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    const { log, say } = logTo(file);
    say('one');
    await log.end(10_000);
    renameSync(file, `${file}.1`);
    say('two');
    await log.end(10_000);
    log.reopenFile();
    say('three');
    await log.end(10_000);
    expect(eventsIn(readFileSync(`${file}.1`, 'utf8'))).toEqual(['one', 'two']);
    expect(eventsIn(readFileSync(file, 'utf8'))).toEqual(['log_reopened', 'three']);
  });

  it('goes on in the old one when that cannot be done, and says so in both', async () => {
    const folder = join(await temporaryFolder(onEnd), 'logs');
    await mkdir(folder);
    const file = join(folder, 'lb.log');
    const { log, say, beside } = logTo(file);
    renameSync(folder, `${folder}.old`);
    log.reopenFile();
    say('next');
    await log.end(10_000);
    const events = ['log_reopen_failed', 'next'];
    expect(eventsIn(readFileSync(join(`${folder}.old`, 'lb.log'), 'utf8'))).toEqual(events);
    expect(beside()).toEqual(events);
  });

  it('is written again when it had been given up', async () => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    symlinkSync('/dev/full', file);
    const { log, say, beside } = logTo(file);
    say('lost');
    await log.end(10_000);
    expect(beside()).toEqual(['lost', 'log_file_lost']);
    rmSync(file);
    say('missing');
    log.reopenFile();
    say('back');
    await log.end(10_000);
    const text = readFileSync(file, 'utf8');
    expect(eventsIn(text)).toEqual(['log_lines_dropped', 'log_reopened', 'back']);
    expect(text).toContain('"message":"3 log lines dropped:');
  });

  it('is nothing without a file', () => {
    const stream = new PassThrough();
    createLog({ component: 'balance', level: 'info', format: 'json', stream }).reopenFile();
    expect(stream.read()).toBeNull();
  });
});
