import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startServer, type Register } from '../helpers/balance.js';
import { Desk, OPERATE } from '../helpers/desk.js';
import type { Lbsim } from '../helpers/lbsim.js';

/** In a cluster, the choice of whose backends controls are about. */
export const REACH = 'Drain, maintenance, ready and weight are for';

/** How it is looked at. */
export type Look = BrowserContextOptions & { readonly names?: readonly string[]; readonly token?: string };

/** A page on a balancer of its own, and all that the page must not do. */
export interface Shown {
  readonly desk: Desk;
  readonly lb: Lbsim;
  readonly port: number;
  readonly url: string;
  /** Its `--backends`. */
  readonly list: string;
  /** Starts the balancer once more, on the same ports and with the same backends. @param words - after those it had */
  readonly again: (...words: readonly string[]) => Promise<Lbsim>;
  readonly page: Page;
  /** The file with the tokens. */
  readonly tokens: string;
  /** Requests that leave the origin, what the policy forbids, and what was thrown. */
  readonly wrong: string[];
}

/** Opens the dashboard of a balancer with backends that are processes, once it shows them. */
export async function showDashboard(
  browser: Browser,
  onEnd: Register,
  words: readonly string[] = [],
  { names = ['B1', 'B2', 'B3'], token = OPERATE, ...look }: Look = {},
): Promise<Shown> {
  const desk = await Desk.open(onEnd);
  const backends = await Promise.all(names.map((name) => startServer(name, onEnd)));
  const { lb, url, tokens } = await desk.balanceOverTcp(backends, ...words);
  const context = await browser.newContext(look);
  onEnd(() => context.close());
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on(
    'request',
    (request) =>
      request.url().startsWith(url) || request.url().startsWith('data:') || wrong.push(request.url()),
  );
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto(`${url}/#token=${token}`);
  await page.getByRole('rowheader', { name: names.at(-1) ?? '', exact: true }).waitFor();
  const port = await lb.port();
  const list = backends.map(({ spec }) => spec).join(',');
  const again = (...more: readonly string[]): Promise<Lbsim> => {
    const ports = ['--port', `${port}`, '--admin', new URL(url).port];
    return desk.start('balance', '--backends', list, '--sticky-key', 'none', ...ports, ...more);
  };
  return { desk, lb, port, url, list, again, page, tokens, wrong };
}
