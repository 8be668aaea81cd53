import { acceptedFormat } from '../../metrics/accepted-format.js';
import { CONTENT_TYPES } from '../../metrics/exposition.js';
import type { AdminApp } from '../env.js';
import type { Subject } from '../subject.js';

/** What Prometheus scrapes. */
export const METRICS_PATH = '/metrics';

/** Answers in text whatever is accepted, as scrapers expect. */
export function metricsRoute(app: AdminApp, { metrics }: Subject): void {
  app.get(METRICS_PATH, async (context) => {
    const format = acceptedFormat(context.req.header('accept'));
    return context.body(await metrics.text(format), 200, { 'Content-Type': CONTENT_TYPES[format] });
  });
}
