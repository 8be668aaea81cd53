import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('--html', () => {
  it('writes a page with plots that needs nothing else, and says how it came about', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
    onEnd(() => rm(folder, { recursive: true }));
    const path = join(folder, 'page.html');
    const args = ['compare', '--algorithms', 'random,ring', '--requests', '5000', '--html', path];
    expect((await runLbsim(args)).status).toBe(0);
    const html = await readFile(path, 'utf8');
    expect(html.match(/<svg/g)?.length).toBeGreaterThan(1);
    expect(html).not.toMatch(/<script|src=|@import|url\(/);
    expect(html.replace(/<[^>]*>/g, '')).toContain(`lbsim ${args.join(' ')}`);
  });

  it('is refused before anything is simulated where the page cannot be written', async () => {
    const { status, stdout, stderr } = await runLbsim(['simulate', '--html', '/no/such/folder/page.html']);
    expect(stderr).toMatch(
      /^lbsim: page '\/no\/such\/folder\/page\.html' cannot be written \(ENOENT.*\): check the path\n$/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
