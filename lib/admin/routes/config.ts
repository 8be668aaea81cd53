import type { Context } from 'hono';
import { loadWithRoom } from '../../load-with-room.js';
import type { ReloadPlan } from '../../reload/plan.js';
import type { Outcome, Rejected } from '../../reload/reloader.js';
import { printable } from '../../printable.js';
import type { AdminApp, AdminEnv } from '../env.js';
import { refuseStale, refuseWithoutTag, setTag } from '../etag.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import { wordOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

/** The configuration of a balancer: what is in force, and another in its place. */
export function configRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer, config } = subject;
  const generation = (): number => balancer.snapshot().generation;
  app.get('/v1/config', async (context) => {
    setTag(context, generation());
    const settings = config.effective();
    if (!isYamlWanted(context)) return context.json(settings);
    const { stringify } = await loadWithRoom(() => import('yaml'));
    return context.body(stringify(settings), 200, { 'Content-Type': 'application/yaml' });
  });
  app.put('/v1/config', async (context) => {
    refuseWithoutTag(context, generation());
    const text = await context.req.text();
    const before = (): void => {
      refuseWithoutTag(context, generation());
      refuseStale(context, generation());
    };
    return answer(context, await config.replace(text, { before }), 'replace config');
  });
  app.post('/v1/config/check', async (context) => {
    const origin = wordOf(context, 'as', ['body', 'file']);
    return answer(context, await config.check(await context.req.text(), origin));
  });
  app.post('/v1/config/reload', async (context) => {
    if (config.file === undefined)
      throw new ApiProblem('no-file', 'there is no config file to read again: start with --config FILE');
    const words = ['dryRun', 'dry-run'].map((name) => wordOf(context, name, ['false', 'true']));
    const dryRun = words.includes('true');
    const isStrict = wordOf(context, 'strict', ['false', 'true']) === 'true';
    const outcome = await config.reload({ dryRun, ...(isStrict && { planned: refuseRestart }) });
    if (outcome.result === 'rejected') throw rejected(outcome, config.file);
    return answer(context, outcome, dryRun ? undefined : 'reload');
  });
  app.get('/v1/config/diff', async (context) => {
    const found = await config.diff();
    if ('errors' in found) throw rejected(found, config.file);
    setTag(context, generation());
    return context.json({ file: config.file ?? null, ...found });
  });

  /** @param operation - what was done, to be logged; undefined where nothing was */
  function answer(context: Context<AdminEnv>, outcome: Outcome, operation?: string): Response {
    if (outcome.result === 'rejected') throw rejected(outcome);
    if (operation !== undefined && outcome.result === 'reloaded')
      logOperated(subject, context, { operation });
    setTag(context, outcome.generation);
    const { generation: present, plan } = outcome;
    const isPlanned = operation === undefined && outcome.result === 'reloaded';
    return context.json({ result: isPlanned ? 'planned' : outcome.result, generation: present, ...plan });
  }
}

/** @param file - that has the errors, where it is one */
function rejected({ errors }: Rejected, file?: string): ApiProblem {
  const [first] = errors;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const detail = first && `line ${first.line}, column ${first.column}: ${first.message}${others}`;
  return new ApiProblem('invalid', printable(detail ?? 'the configuration is wrong'), {
    code: 'ERR_CONFIG_FILE',
    members: { ...(file !== undefined && { file }), errors },
  });
}

/** @throws ApiProblem `needs-restart`, unless all of the plan takes effect now */
function refuseRestart({ needsRestart }: ReloadPlan): void {
  if (needsRestart.length === 0) return;
  throw new ApiProblem(
    'needs-restart',
    `${needsRestart.join(', ')} cannot be changed while the balancer runs, so nothing has changed: restart it, or reload without strict`,
    { members: { keys: needsRestart } },
  );
}

function isYamlWanted({ req }: Context<AdminEnv>): boolean {
  return /\byaml\b/i.test(req.header('accept') ?? '');
}
