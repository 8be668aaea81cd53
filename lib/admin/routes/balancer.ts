import type { Algorithm } from '../../schedulers/index.js';
import { LIVE_SETTINGS, resolveUpdate, type SettingsUpdate } from '../../control/live-settings.js';
import { LbsimError } from '../../errors.js';
import type { BalancerView } from '../balancer-views.js';
import type { AdminApp } from '../env.js';
import { refuseStale, setTag } from '../etag.js';
import { invalidBody, jsonBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated, signatureOf } from '../operated.js';
import type { BalancerSubject } from '../subject.js';

const SCHEDULER_KEYS = ['choices', 'sample', 'ewmaDecayMs'];
const KEYS = ['algorithm', ...SCHEDULER_KEYS, ...LIVE_SETTINGS];
const UNLIMITED = 'unlimited';

/** The balancer as a whole. */
export function balancerRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer, views } = subject;
  app.get('/v1/balancer', (context) => {
    const view = views.latest();
    setTag(context, view.generation);
    return context.json(totals(view));
  });
  app.patch('/v1/balancer', async (context) => {
    const body = await jsonBody(context);
    refuseUnknownKeys(body, KEYS);
    refuseStale(context, balancer.snapshot().generation);
    const { algorithm, ...others } = body;
    const options = part(others, SCHEDULER_KEYS);
    const settings = unlimited(part(others, LIVE_SETTINGS)) as SettingsUpdate;
    const names = Object.keys(options);
    if (names.length > 0 && typeof algorithm !== 'string')
      throw invalidBody('/algorithm', `${names.join(', ')} without an algorithm: name it as well`);
    // What is wrong with the settings is found before the algorithm is changed: all or nothing.
    attempt(Object.keys(settings), () => resolveUpdate(settings, balancer.settings()));
    const by = signatureOf(context);
    if (algorithm !== undefined) {
      attempt(['algorithm', ...names], () =>
        balancer.setAlgorithm(algorithm as Algorithm | null, options, by),
      );
      logOperated(subject, context, { operation: 'algorithm', value: algorithm ?? 'default' });
    }
    balancer.update(settings, by);
    for (const name of Object.keys(settings))
      logOperated(subject, context, { operation: 'set', target: name, value: body[name] ?? 'default' });
    const view = views.now();
    setTag(context, view.generation);
    return context.json(totals(view));
  });

  function totals({ backends, ...rest }: BalancerView): object {
    const active = backends.filter(({ effective }) => effective.active).length;
    return { ...rest, settings: balancer.settings(), backends: backends.length, active };
  }
}

function part(body: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => keys.includes(key)));
}

/** JSON has no Infinity. */
function unlimited(body: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, value === UNLIMITED ? Infinity : value]),
  );
}

/** @param keys - one of which is wrong if it fails */
function attempt(keys: readonly string[], operation: () => void): void {
  try {
    operation();
  } catch (error) {
    if (!(error instanceof LbsimError && error.kind === 'usage') || error.code === 'ERR_STATE') throw error;
    const key = keys.find((name) => error.message.includes(name)) ?? keys[0] ?? '';
    throw invalidBody(`/${key}`, error.message, error.code);
  }
}
