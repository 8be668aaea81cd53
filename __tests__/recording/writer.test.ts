import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RecordingWriter } from '../../lib/recording/writer.js';
import type { RecordingEvents } from '../../lib/recording/events.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();

const header = {
  recording: 1,
  lbsim: '0.1.0',
  stickyKey: 'none',
  seed: 1,
  algorithm: 'auto',
  backends: [{ host: 'x', port: 1 }],
};

/** A recorder, and the events that it told. */
function recorderTo(file: string, maxLines = 1000) {
  const told: [keyof RecordingEvents, object][] = [];
  const emit = (name: keyof RecordingEvents, payload: object): unknown => told.push([name, payload]);
  const recorder = new RecordingWriter(header, { file, maxLines }, { emit });
  onEnd(() => recorder.close());
  return { recorder, told };
}

const linesOf = async (file: string): Promise<unknown[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .map((line) => (line === '' ? '' : (JSON.parse(line) as unknown)));

describe('a recorder', () => {
  it('writes the header, and then each entry as a line, in order, also what was before it was opened', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder, told } = recorderTo(file);
    recorder.journal(['healthy', 0, true]);
    recorder.open();
    recorder.journal(['route', 0.1 + 0.2, null, [], 0, 'round-robin']);
    await recorder.close();
    recorder.journal(['closed', 0]);
    expect(await linesOf(file)).toEqual([
      header,
      ['healthy', 0, true],
      ['route', 0.1 + 0.2, null, [], 0, 'round-robin'],
      '',
    ]);
    expect(told).toEqual([]);
  });

  it('writes anew what was there before', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    await writeFile(file, 'of before\n'.repeat(1000));
    const { recorder } = recorderTo(file);
    recorder.open();
    await recorder.close();
    expect(await linesOf(file)).toEqual([header, '']);
  });

  it('writes by itself, soon, what little there is', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder } = recorderTo(file);
    recorder.open();
    recorder.journal(['healthy', 0, true]);
    let written = '';
    while (!written.endsWith('["healthy",0,true]\n')) written = await readFile(file, 'utf8');
    expect(written.split('\n')).toHaveLength(3);
  });

  it('keeps every line of very many', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder, told } = recorderTo(file, 1_000_000);
    recorder.open();
    for (let n = 0; n < 50_000; n++) recorder.journal(['advance', n]);
    await recorder.close();
    const [, ...entries] = await linesOf(file);
    expect(entries).toHaveLength(50_001);
    expect(entries.slice(0, -1).every((entry, n) => String(entry) === `advance,${n}`)).toBe(true);
    expect(told).toEqual([]);
  });

  it('ends when it has as many lines as it may, and says so once', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder, told } = recorderTo(file, 3);
    recorder.open();
    for (let n = 0; n < 10; n++) recorder.journal(['advance', n]);
    expect(told).toEqual([]); // never while it is told something
    await recorder.close();
    expect(await linesOf(file)).toEqual([header, ['advance', 0], ['advance', 1], '']);
    expect(told).toEqual([['recording_full', { file, lines: 3 }]]);
  });

  it('may be full before it is opened', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder, told } = recorderTo(file, 1);
    recorder.journal(['advance', 0]);
    recorder.open();
    await recorder.close();
    expect(await linesOf(file)).toEqual([header, '']);
    expect(told).toEqual([['recording_full', { file, lines: 1 }]]);
  });

  it('gives up when it can be written no more, and says so once', async () => {
    const file = '/dev/full';
    const { recorder, told } = recorderTo(file);
    recorder.open();
    for (let n = 0; n < 20_000; n++) recorder.journal(['advance', n]);
    await recorder.close();
    recorder.journal(['advance', 100]);
    await recorder.close();
    expect(told).toEqual([['recording_lost', { file, reason: 'ENOSPC: no space left on device' }]]);
  });

  it('gives up when more waits to be written than memory is meant for', async () => {
    const file = join(await temporaryFolder(onEnd), 'run.jsonl');
    const { recorder, told } = recorderTo(file, 1_000_000);
    recorder.open();
    const key = 'x'.repeat(64 * 1024);
    for (let n = 0; n < 1100; n++) recorder.journal(['released', n, key, 0]); // the disk has no turn meanwhile
    await recorder.close();
    expect(told).toEqual([['recording_lost', { file, reason: 'writing is too slow' }]]);
    expect((await readFile(file, 'utf8')).length).toBeLessThan(64 * 1024 * 1024);
  });

  it('refuses a path that cannot be opened', () => {
    const { recorder } = recorderTo('/no/such/folder/run.jsonl');
    expect(() => recorder.open()).toThrow(
      expect.objectContaining({
        code: 'ERR_RECORDING',
        kind: 'runtime',
        message:
          "recording '/no/such/folder/run.jsonl' cannot be written (ENOENT: no such file or directory): check the path",
      }),
    );
  });

  it('can be closed without having been opened', async () => {
    const { recorder, told } = recorderTo('/no/such/folder/run.jsonl');
    await recorder.close();
    expect(told).toEqual([]);
  });
});
