import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const INDEX = new URL('../../dist/index.js', import.meta.url).href;

/** A program of its own, with nothing to keep it alive but the library. */
async function reasonWith(lookup: string): Promise<string> {
  const program = `
    import { Balancer } from ${JSON.stringify(INDEX)};
    const balancer = new Balancer({
      port: 0,
      backends: [{ host: 'svc', port: 9 }],
      lookup: ${lookup},
      healthCheckTimeoutMs: 50,
      healthCheckIntervalMs: 100,
    });
    balancer.on('backend_down_at_start', ({ reason }) => console.log(reason));
    await balancer.listen();
    await new Promise((resolve) => setTimeout(resolve, 1500)); // the name is asked for again in it
    await balancer.close();
    console.log('closed');
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return stdout;
}

describe("a lookup of the user's own", () => {
  it.each([
    ['never settles', '() => new Promise(() => {})', 'no answer within 0.05 s'],
    ['gives nothing', 'async () => undefined', 'lookup gave something other than a list of IP addresses'],
    ['throws', '() => { throw Object.create(null); }', 'unknown error'],
    [
      'throws at a later round',
      '(() => { let asked = 0; return (host) => { if (asked++) throw new Error(host); return new Promise(() => {}); }; })()',
      'no answer within 0.05 s',
    ],
  ])('that %s is a backend that is down, and harms nothing else', async (_how, lookup, reason) => {
    expect(await reasonWith(lookup)).toBe(`host not found: svc (${reason})\nclosed\n`);
  });
});
