import { HISTORY_SECONDS } from '../../metrics/history.js';
import { historyView } from '../../metrics/history-view.js';
import { version } from '../../version.js';
import type { AdminApp } from '../env.js';
import { isOfConnection } from '../event-query.js';
import type { ReportedEvent } from '../report/report.js';
import type { BalancerSubject } from '../subject.js';

const WINDOW_MS = HISTORY_SECONDS * 1000;
const STEP_MS = 5000;
/** The newest ones. */
const MAX_EVENTS = 500;

/** The last minutes as a page that can be kept: it needs nothing beside it. */
export function reportRoute(app: AdminApp, subject: BalancerSubject): void {
  app.get('/v1/report', async (context) => {
    // Only who saves a page pays for what draws it.
    const [{ reportPage }, { stringify }] = await Promise.all([
      import('../report/report-page.js'),
      import('yaml'),
    ]);
    const { name, startedAt, history, views, config } = subject;
    const savedAt = new Date();
    const page = reportPage({
      ...{ name, startedAt, savedAt, version: version(), windowMs: WINDOW_MS },
      view: views.latest(),
      history: historyView(history, WINDOW_MS, STEP_MS, savedAt.getTime()),
      events: eventsSince(subject, savedAt.getTime() - WINDOW_MS),
      config: stringify(config.effective()),
    });
    const stamp = savedAt.toISOString().slice(0, 19).replace(/\D/g, '');
    return context.body(page, 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Disposition': `attachment; filename="lbsim-${stamp}.html"`,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
  });
}

/** What the dashboard lists, too: neither single connections nor what is logged at DEBUG. */
function eventsSince({ events }: BalancerSubject, since: number): ReportedEvent[] {
  return events
    .after(0)
    .filter(({ event }) => !isOfConnection(event))
    .map(({ event, data }) => ({
      event,
      ...(JSON.parse(data) as Omit<ReportedEvent, 'event'> & { level: string }),
    }))
    .filter(({ level, timestamp }) => level !== 'debug' && Date.parse(timestamp) >= since)
    .slice(-MAX_EVENTS);
}
