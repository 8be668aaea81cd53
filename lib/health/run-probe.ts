import { errorText } from '../error-text.js';
import type { Address } from '../net/address.js';
import { TimeoutQueue } from '../net/timeout-queue.js';
import type { Probe, ProbeResult } from './probe.js';

/**
 * Runs a probe of the user's own, whatever it does: `done` is called once, later, and at the latest when the time is up.
 *
 * @returns cancels it; `done` is not called any more
 */
export function runProbe(
  probe: Probe,
  address: Address,
  timeoutMs: number,
  done: (result: ProbeResult) => void,
): () => void {
  let over = false;
  let cancelOwn: (() => unknown) | undefined;
  const end = (): void => {
    over = true;
    timeouts.clear(deadline);
  };
  const settle = (result: ProbeResult): void => {
    if (over) return;
    end();
    setImmediate(() => cancelled || done(result));
  };
  let cancelled = false;
  const silent = { ok: false, reason: `no answer within ${timeoutMs / 1000} s` } as const;
  const expired = (): void => {
    if (over) return;
    settle(silent);
    quietly(cancelOwn);
  };
  const timeouts = TimeoutQueue.lasting(timeoutMs);
  const deadline = timeouts.set(expired);
  const failed = (error: unknown): void => settle({ ok: false, reason: errorText(error) });
  const said = (word: unknown): void => {
    try {
      const result = resultOf(word);
      if (result !== undefined) settle(result);
    } catch (error) {
      failed(error);
    }
  };
  try {
    const returned: unknown = probe(address, timeoutMs, said);
    if (typeof returned === 'function') cancelOwn = returned as () => unknown;
    else void Promise.resolve(returned).then(said, failed);
  } catch (error) {
    failed(error);
  }
  return () => {
    cancelled = true;
    if (over) return;
    end();
    quietly(cancelOwn);
  };
}

/** @returns undefined for nothing said */
function resultOf(word: unknown): ProbeResult | undefined {
  if (word === undefined) return undefined;
  const { ok, reason } =
    typeof word === 'object' && word !== null ? (word as Record<string, unknown>) : { ok: word };
  if (ok === true) return { ok };
  return { ok: false, reason: typeof reason === 'string' && reason !== '' ? reason : 'probe failed' };
}

function quietly(cancel: (() => unknown) | undefined): void {
  try {
    cancel?.();
  } catch {
    // It is over, one way or the other.
  }
}
