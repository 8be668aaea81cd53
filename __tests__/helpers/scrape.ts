import { get } from 'node:http';
import { Exposition } from './exposition.js';
import type { Lbsim } from './lbsim.js';

/** What a process tells on its Unix socket. */
export async function scrape(lbsim: Lbsim): Promise<Exposition> {
  const { socket } = await lbsim.event('admin_listening');
  const text = await new Promise<string>((resolve, reject) => {
    get({ socketPath: String(socket), path: '/metrics' }, (response) => {
      let whole = '';
      response.setEncoding('utf8').on('data', (part: string) => (whole += part));
      response.on('end', () => resolve(whole));
    }).on('error', reject);
  });
  return new Exposition(text);
}

/** Attempts to reach a backend that failed for this reason. */
export async function pickFailures(lbsim: Lbsim, backend: string, reason: string): Promise<number> {
  const page = await scrape(lbsim);
  return page.of(`lbsim_pick_failures_total{backend="${backend}",reason="${reason}"}`) ?? 0;
}
