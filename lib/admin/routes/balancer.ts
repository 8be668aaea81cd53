import { ALGORITHMS, type Algorithm } from '../../schedulers/index.js';
import { resolveUpdate } from '../../control/live-settings.js';
import { attemptChange } from '../attempt-change.js';
import { settingsAsJson } from '../../control/overrides.js';
import { refuseSchedulerSettings } from '../../control/scheduler-settings.js';
import { balancerChangeOf, settingInWords } from '../balancer-change.js';
import type { BalancerView } from '../balancer-views.js';
import type { AdminApp } from '../env.js';
import { refuseStale, setTag } from '../etag.js';
import { jsonBody } from '../json-body.js';
import { logOperated, signatureOf } from '../operated.js';
import type { BalancerSubject } from '../subject.js';

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
    const { generation, config } = balancer.snapshot();
    refuseStale(context, generation);
    const { algorithm, settings } = balancerChangeOf(body);
    // What is wrong with the settings is found before the algorithm is changed: all or nothing.
    attemptChange(Object.keys(settings), () => {
      resolveUpdate(settings, balancer.settings());
      if (algorithm === null && !isOfTable(config.algorithm))
        refuseSchedulerSettings(config.algorithm, settings);
    });
    const by = signatureOf(context);
    if (algorithm !== undefined) {
      attemptChange(['algorithm'], () => balancer.setAlgorithm(algorithm as Algorithm | null, {}, by));
      logOperated(subject, context, { operation: 'algorithm', value: algorithm ?? 'default' });
    }
    attemptChange(Object.keys(settings), () => balancer.update(settings, by));
    for (const [name, value] of Object.entries(settings)) {
      logOperated(subject, context, { operation: 'set', ...settingInWords(name, value) });
    }
    const view = views.now();
    setTag(context, view.generation);
    return context.json(totals(view));
  });

  function totals({ backends, ...rest }: BalancerView): object {
    const { algorithm, stopping, openConnections, waiting } = rest;
    const settings = balancer.settings();
    const counts = {
      backends: backends.length,
      active: backends.filter(({ effective }) => effective.active).length,
    };
    const observed = { stopping, openConnections, waiting, ...counts };
    return { ...rest, observed, effective: { algorithm, ...settingsAsJson(settings) }, settings, ...counts };
  }
}

function isOfTable(algorithm: string): boolean {
  return (ALGORITHMS as readonly string[]).includes(algorithm);
}
