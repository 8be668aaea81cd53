import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();
const BACKENDS = ['--backends', '127.0.0.1:9'];

it('lbsim balance --open opens the page that it prints in the browser', async () => {
  const folder = await temporaryFolder(onEnd);
  const opened = join(folder, 'opened');
  const browser = join(folder, 'xdg-open');
  await writeFile(browser, `#!/bin/sh\necho "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`);
  await chmod(browser, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, XDG_RUNTIME_DIR: folder };
  const lb = new Lbsim(['balance', '--port', '0', '--admin', '0', '--open', ...BACKENDS], { env });
  onEnd(() => lb.kill());
  const { url } = await lb.event('admin_listening');
  await until(() => existsSync(opened));
  const address = await readFile(opened, 'utf8');
  expect(address).toMatch(/#token=[\w-]{22}\n$/);
  expect(address.startsWith(`${String(url)}/#`)).toBe(true);
  expect(lb.stdout).toBe(`dashboard: ${address}`);
});

it('lbsim balance --open without a page is refused', async () => {
  const { status, stderr } = await runLbsim(['balance', '--port', '0', '--open', ...BACKENDS]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'lbsim: --open without --admin does nothing: give both, or leave it out\n',
  });
});
