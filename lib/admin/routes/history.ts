import type { Context } from 'hono';
import { HISTORY_SECONDS } from '../../metrics/history.js';
import { historyView } from '../../metrics/history-view.js';
import type { AdminApp, AdminEnv } from '../env.js';
import { ApiProblem } from '../problem.js';
import { timeOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const LONGEST_MS = HISTORY_SECONDS * 1000;

/** The last minutes, for charts. */
export function historyRoute(app: AdminApp, { history }: BalancerSubject): void {
  app.get('/v1/history', (context) => {
    const windowMs = wholeSeconds(context, 'window', LONGEST_MS);
    return context.json(historyView(history, windowMs, wholeSeconds(context, 'step', 1000)));
  });
}

/** @throws ApiProblem `bad-parameter` */
function wholeSeconds(context: Context<AdminEnv>, name: string, otherwise: number): number {
  const ms = timeOf(context, name) ?? otherwise;
  if (ms >= 1000 && ms <= LONGEST_MS && ms % 1000 === 0) return ms;
  const given = context.req.query(name);
  throw new ApiProblem(
    'bad-parameter',
    `${name} '${given}' is out of range: use whole seconds, from 1s to 15m`,
  );
}
