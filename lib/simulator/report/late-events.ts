import type { SimulationSettings } from '../plan/settings.js';
import { arrivalRate } from '../workload/request-source.js';
import { formatFigure, formatNumber, unitAfter } from './figures.js';

/**
 * Says that the requests of an open loop, on average, end before an event of its scenario; undefined where they do not. How long
 * a closed loop lasts depends on its answers.
 */
export function lateEvents(settings: SimulationSettings): string | undefined {
  const { scenario, workload, requests, arrivalsEnd } = settings;
  if (scenario === undefined || workload.kind === 'closed' || arrivalsEnd < Infinity) return undefined;
  const rate = arrivalRate(settings, workload.load);
  let [left, since, factor] = [requests, 0, 1];
  for (const event of scenario.events) {
    const arriving = (event.at - since) * rate * factor;
    if (arriving > left) {
      const unit = unitAfter(settings);
      const end = formatFigure(since + left / (rate * factor)) + unit;
      return `${scenario.name}: the requests end at about ${end}, before the event at ${formatNumber(event.at)}${unit}; leave out --requests`;
    }
    [left, since] = [left - arriving, event.at];
    if ('arrivals' in event) factor = event.arrivals;
  }
  return undefined;
}
