import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { LBSIM, shellOnTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

/** Takes years, so that it is asked about. */
const LONG = ['simulate', '--requests', '1e12'];
const BEFORE = 'the page of before';

const onEnd = cleanup();
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder(onEnd);
  path = join(folder, 'page.html');
});

/** That the folder holds that page and nothing else. */
async function expectOnly(text: string): Promise<void> {
  expect(await readdir(folder)).toEqual(['page.html']);
  expect(await readFile(path, 'utf8')).toBe(text);
}

describe('--html', () => {
  it('writes a page with plots that needs nothing else, and says how it came about', async () => {
    const args = [
      'compare',
      '--algorithms',
      'random,ring',
      '--requests',
      '5000',
      '--html',
      path,
      '--no-play',
    ];
    expect((await runLbsim(args)).status).toBe(0);
    const html = await readFile(path, 'utf8');
    expect(html.match(/<svg/g)?.length).toBeGreaterThan(1);
    expect(html).not.toMatch(/<script|src=|@import|url\(/);
    expect(html.replace(/<[^>]*>/g, '')).toContain(`lbsim ${args.join(' ')}`);
    await expectOnly(html);
  });

  it('writes a page that plays all algorithms under the greatest load, with one script that its policy names', async () => {
    const args = ['compare', '--algorithms', 'random,ring', '--requests', '5000', '--load', '0.5:0.9:0.4'];
    const plain = join(folder, 'plain.html');
    expect((await runLbsim([...args, '--html', path])).status).toBe(0);
    expect((await runLbsim([...args, '--html', plain, '--no-play'])).status).toBe(0);
    const html = await readFile(path, 'utf8');
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; script-src &#39;sha256-[^ ;]*&#39;$/,
    );
    const played = /id="recording">([^<]*)</.exec(html)?.[1] ?? '';
    const runs = JSON.parse(inflateRawSync(Buffer.from(played, 'base64')).toString()) as unknown[];
    expect(runs).toMatchObject([
      { algorithm: 'random', oneOf: 1, backends: 10 },
      { algorithm: 'ring', oneOf: 1, backends: 10 },
    ]);
    // Without what the player adds it is the page that it is with --no-play.
    const bare = html
      .replace(/<section id="play"[^]*?<\/section>\n/, '')
      .replace(/<script type="application[^]*<\/script>\n/, '')
      .replace(/\.colours\{[^]*?(?=<\/style>)/, '')
      .replace(/; script-src [^"]*/, '');
    const words = (text: string): string => text.replace(/<pre class="command[^]*?<\/pre>/, '');
    expect(words(bare) === words(await readFile(plain, 'utf8'))).toBe(true);
  });

  it('is refused before anything is simulated where the page cannot be written', async () => {
    const args = [...LONG, '--yes', '--html', '/no/such/folder/page.html'];
    const { status, stdout, stderr } = await runLbsim(args);
    expect(stderr).toMatch(
      /^lbsim: page '\/no\/such\/folder\/page\.html' cannot be written \(ENOENT.*\): check the path\n$/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  it('leaves the page of before as it was when the run is refused', async () => {
    await writeFile(path, BEFORE);
    const refused = [
      [...LONG, '--html', path],
      ['simulate', '--load', '2', '--html', path],
      ['simulate', '--scenario', join(folder, 'none.yaml'), '--html', path],
    ];
    for (const args of refused) {
      expect((await runLbsim(args)).status).toBe(2);
      await expectOnly(BEFORE);
    }
  });

  it('is open while the simulation runs, and leaves the page of before when that is interrupted', async () => {
    await writeFile(path, BEFORE);
    const simulation = new Lbsim([...LONG, '--yes', '--log-level', 'DEBUG', '--html', path]);
    onEnd(() => simulation.kill());
    await simulation.event('simulating');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toHaveLength(1);
    simulation.child.kill('SIGINT');
    expect(await simulation.ended).toEqual({ status: 130, signal: null });
    await expectOnly(BEFORE);
  });
});

WITH_TERMINALS.describe('the question before a long run', () => {
  it.each([
    ['n\r', 0],
    ['\r', 0],
    ['\u0004', 0],
    ['\u0003', 130],
  ])('answered with %j ends with status %d, and leaves the page of before', async (typed, status) => {
    await writeFile(path, BEFORE);
    const shown = await shellOnTerminal(
      `sh -c "trap : INT; ${process.execPath} ${LBSIM} ${LONG.join(' ')} --html ${path}; echo status \\$?"`,
      { typed: [[/Go on\? \[y\/N\] /, typed]] },
    );
    expect(shown).toMatch(/requests would take about (\d+[ydhms] ?)+\. Go on\?/);
    expect(shown).toContain(`status ${status}\r\n`);
    await expectOnly(BEFORE);
  });
});
