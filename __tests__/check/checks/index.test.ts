import { describe, expect, it } from '@jest/globals';
import { Conformance } from '../../../lib/check/conformance.js';
import type { ConformanceOptions } from '../../../lib/check/options.js';
import type { ConformanceReport } from '../../../lib/check/report.js';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import { startProxy, type Wrongs } from '../wrong-proxy.js';

const onEnd = cleanup();
const MIB = 1024 * 1024;
/** For a wait in vain, which is what is to be found; where something comes in the end there is time for it. */
const IN_VAIN_MS = 3000;
/** Idle for longer than any connection of the checks is on a busy machine that is not meant to be. */
const IDLE_MS = 3000;

/** Checks a proxy that is wrong in that way; again when this machine stood still meanwhile. */
async function checked(
  wrongs: Wrongs,
  options: Partial<ConformanceOptions> = {},
): Promise<ConformanceReport> {
  const backendPort = await quietPort();
  const { port } = await startProxy(backendPort, onEnd, wrongs);
  const conformance = new Conformance({
    balancer: { host: '127.0.0.1', port },
    backendPort,
    timeoutMs: 20_000,
    idleMs: 100,
    ...options,
  });
  for (;;) {
    const report = await conformance.run();
    if (report.unclear.length === 0) return report;
  }
}

function detailOf({ checks }: ConformanceReport, name: string): string {
  return checks.find((check) => check.name === name)?.detail ?? '';
}

describe('the checks', () => {
  it('are all kept by a proxy that does nothing wrong', async () => {
    const report = await checked({});

    expect(report).toMatchObject({ ok: true, failed: [], verdicts: { broken: 0, unclear: 0, measured: 2 } });
  });

  it.each<[string, Wrongs, string, RegExp]>([
    ['makes FIN of a reset', { resetAsFin: true }, 'reset-client reset-backend', /^FIN after /],
    [
      'ends both directions at the first FIN',
      { closesAtFin: true },
      'half-close-client half-close-backend late-answer',
      /the other way 0 B of 64\.0 KiB, then (FIN|RST)/,
    ],
    [
      'ends the other direction some time after a FIN',
      { closesAfterFinMs: 150 },
      'late-answer',
      /0 B of 256\.0 KiB, then FIN/,
    ],
    ['flips a bit', { flipsByte: 2 * MIB }, 'bytes', /wrong from byte 209\d{4} on/],
    [
      'swaps two pieces of a long answer',
      { swapsAfter: MIB / 2 },
      'bytes reset-in-flight',
      /wrong from byte \d{6} on/,
    ],
    ['swallows all that comes', { swallows: true }, 'back-pressure', /64\.0 MiB and no end/],
    ['drops early bytes', { dropsEarly: true }, 'early-bytes', /did not arrive within 3\.0 s/],
    ['cuts idle connections', { cutsIdleMs: IDLE_MS }, 'idle-hold', /^FIN after \d\.\d s/],
    [
      'puts a byte of its own at the end of what a reset cut off',
      { addsAtReset: MIB },
      'reset-in-flight',
      /wrong from byte/,
    ],
    [
      'does not tell the client that the backend is gone',
      { keepsQuiet: true },
      'half-close-client half-close-backend reset-backend reset-in-flight backend-dies-idle',
      /silence/,
    ],
  ])('find a proxy that %s', async (_what, wrongs, failed, detail) => {
    const report = await checked(wrongs, {
      ...((wrongs.dropsEarly ?? wrongs.keepsQuiet) && { timeoutMs: IN_VAIN_MS }),
      ...(wrongs.cutsIdleMs !== undefined && { idleMs: 2 * wrongs.cutsIdleMs }),
    });

    expect(report.failed).toEqual(failed.split(' '));
    expect(report.ok).toBe(false);
    expect(detailOf(report, failed.split(' ')[0] ?? '')).toMatch(detail);
  });

  it('tell of a proxy that leaves a client without a word when the backend refuses', async () => {
    const report = await checked({ hangsOnRefusal: true }, { timeoutMs: IN_VAIN_MS });

    expect(report).toMatchObject({ ok: true, failed: [] });
    expect(detailOf(report, 'backend-refuse')).toMatch(/^kept waiting for more than 3\.0 s$/);
  });

  it.each(['v1', 'v2'] as const)('cope with a PROXY header %s and tell of it', async (header) => {
    const report = await checked({ header });

    expect(report).toMatchObject({ ok: true, failed: [] });
    const { verdict, figures } = report.checks.find(({ name }) => name === 'proxy-header') ?? {};
    expect(verdict).toBe('measured');
    expect(figures).toMatchObject({ version: header, namesClient: true });
  });
});
