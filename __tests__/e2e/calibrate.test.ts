import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import type { Calibration } from '../../lib/simulator/calibration/calibrate.js';
import type { WhatIf } from '../../lib/simulator/calibration/what-if.js';
import type { SimulationReport } from '../../lib/simulator/report/report.js';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile, temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

const REQUESTS = 120;

it('lbsim calibrate reads what balance --record wrote, and prints a line that simulates it', async () => {
  const file = join(await temporaryFolder(onEnd), 'run.jsonl');
  const lb = startBalance(await startBackends(2, onEnd), onEnd, '--record', file, '--sticky-key', 'none');
  const port = await lb.port();
  for (let n = 0; n < REQUESTS; n += 3) await Promise.all([askOnce(port), askOnce(port), askOnce(port)]);
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });

  const { status, stdout, stderr } = await runLbsim(['calibrate', file, '--json']);
  expect([status, stderr]).toEqual([0, '']);
  const found = JSON.parse(stdout) as Omit<Calibration, 'command'> & { readonly command: string };
  expect(found.arrivals).toMatchObject({ count: REQUESTS });
  expect(found.backends.map(({ name }) => name)).toEqual(['B1', 'B2']);
  expect(found.backends.reduce((sum, { connections }) => sum + connections, 0)).toBe(REQUESTS);
  for (const { serviceMean } of found.backends) expect(serviceMean).toBeGreaterThan(0);

  const [, ...words] = found.command.split(' ');
  const simulated = await runLbsim([...words, '--json']);
  expect(JSON.parse(simulated.stdout) as SimulationReport).toMatchObject({
    ...{ algorithm: 'auto', backends: 2, requests: REQUESTS, completed: REQUESTS, timeUnit: 'ms' },
  });

  const page = join(dirname(file), 'page.html');
  const compared = await runLbsim(['calibrate', file, '--html', page, '--replications', '3', '--json']);
  expect([compared.status, compared.stderr]).toEqual([0, '']);
  const { whatIf } = JSON.parse(compared.stdout) as { readonly whatIf: WhatIf };
  expect(whatIf.replay).toMatchObject({ ok: true, picks: REQUESTS });
  expect(whatIf.runs.map(({ latency }) => latency.count)).toEqual(
    whatIf.runs.map((_, index) => (index === 0 ? REQUESTS : 3 * REQUESTS)),
  );
  expect(await readFile(page, 'utf8')).toContain('120 of 120 decisions are the same');
  expect((await readdir(dirname(page))).filter((name) => name.endsWith('.part'))).toEqual([]);
  const unwritten = await runLbsim(['calibrate', file, '--html', '/no/such/page.html']);
  expect(unwritten.stderr).toMatch(/^lbsim: page '\/no\/such\/page\.html' cannot be written [^\n]+\n$/);
  expect([unwritten.status, unwritten.stdout]).toEqual([1, '']);

  const shown = await runLbsim(['calibrate', file]);
  expect(shown.stdout).toContain(`to simulate it:\n${found.command}\n`);
  expect(shown.stdout).toMatch(/^recorded by lbsim .*: auto, 2 backends; 120 requests in .*\narrivals: /);
});

it('lbsim calibrate refuses what it cannot use, with one line and status 2', async () => {
  const times = await temporaryFile(onEnd, 'times.txt', '0\n1\n');
  const packed = join(await temporaryFolder(onEnd), 'run.gz');
  await writeFile(packed, gzipSync('{"recording":2}\n'));
  for (const [words, message] of [
    [['calibrate', times], /line 1: 0 is not the header of a recording/],
    [
      ['calibrate', packed],
      /^lbsim: recording '[^']*' is compressed \(gzip\): use zcat \S*run\.gz \| lbsim calibrate -\n$/,
    ],
    [
      ['replay', packed],
      /^lbsim: recording '[^']*' is compressed \(gzip\): use zcat \S*run\.gz \| lbsim replay -\n$/,
    ],
    [
      ['simulate', '--arrivals', `trace:${packed}`],
      /^lbsim: trace '[^']*' is compressed \(gzip\): unpack it first, as with gunzip\n$/,
    ],
    [['calibrate', '/no/such'], /recording '\/no\/such' cannot be read \(ENOENT/],
    [
      ['calibrate', times, '--replications', '3'],
      /--replications 3 without --what-if or --html does nothing: add --what-if/,
    ],
    [['calibrate', times, '--what-if', '--replications', '0'], /--replications: '0' is out of range/],
    [['calibrate'], /FILE is missing; usage: lbsim calibrate FILE /],
  ] as const) {
    const { status, stdout, stderr } = await runLbsim([...words]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^lbsim: [^\n]+\n$/);
    expect([status, stdout]).toEqual([2, '']);
  }
});
