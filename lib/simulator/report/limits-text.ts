import type { SimulationSettings } from '../plan/settings.js';
import { formatCount, formatNumber, formatShare, unitAfter } from './figures.js';

/** The limits that balancers and backends keep to, each in a few words; empty where there are none. */
export function limitsText(settings: SimulationSettings): readonly string[] {
  const { maxConnections, maxPerBackend, queueMax, queueTimeout, queueLimit } = settings;
  const { backups, rateLimit, serviceMean, observe } = settings;
  const waits = Math.min(maxConnections, maxPerBackend) < Infinity;
  const wait = `${formatNumber(queueTimeout)}${unitAfter(settings)}`;
  return [
    ...(maxConnections < Infinity ? [`at most ${count(maxConnections, 'request')} at once`] : []),
    ...(maxPerBackend < Infinity ? [`at most ${count(maxPerBackend, 'connection')} per backend`] : []),
    ...(waits && queueMax < Infinity ? [`at most ${formatCount(queueMax)} in the queue`] : []),
    ...(waits && queueTimeout < Infinity ? [`at most ${wait} in the queue`] : []),
    ...(queueLimit < Infinity ? [`at most ${formatCount(queueLimit)} waiting at a backend`] : []),
    ...(backups > 0
      ? [backups === 1 ? 'the last backend a backup' : `the last ${backups} backends backups`]
      : []),
    ...(rateLimit > 0
      ? [`at most ${formatNumber(rateLimit * serviceMean)} per client and mean service time`]
      : []),
    ...(observe === 'traffic' ? ['traffic observed'] : []),
    ...patienceText(settings),
  ];
}

/** How long clients wait, and whether they try again; of a scenario its file tells. */
function patienceText(settings: SimulationSettings): readonly string[] {
  const { requestTimeout, retries, backoff, retryBudget, servesAbandoned, scenario } = settings;
  if (requestTimeout === Infinity || (requestTimeout === scenario?.requestTimeout && retries === 0))
    return [];
  const unit = unitAfter(settings);
  return [
    `clients give up after ${formatNumber(requestTimeout)}${unit}`,
    ...(retries > 0
      ? [`${retries === 1 ? '1 retry' : `${retries} retries`} from ${formatNumber(backoff)}${unit} on`]
      : []),
    ...(retries > 0 && retryBudget < Infinity ? [`at most ${formatShare(retryBudget)} of the requests`] : []),
    servesAbandoned ? 'backends serve on' : 'backends drop what was given up',
  ];
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}
