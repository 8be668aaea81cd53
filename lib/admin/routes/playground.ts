import type { PlaygroundControl } from '../../playground/control.js';
import { attemptChange } from '../attempt-change.js';
import type { AdminApp } from '../env.js';
import { findBackend } from '../find-backend.js';
import { jsonBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import type { BalancerSubject } from '../subject.js';

/** The load, the processes of backends and the scenes of `lbsim playground`. */
export function playgroundRoutes(
  app: AdminApp,
  subject: BalancerSubject,
  playground: PlaygroundControl,
): void {
  app.get('/v1/playground', (context) => context.json(playground.view()));
  app.patch('/v1/playground/load', async (context) => {
    const change = await jsonBody(context);
    refuseUnknownKeys(change, Object.keys(playground.view().load));
    const load = attemptChange(Object.keys(change), () => playground.changeLoad(change));
    for (const [target, value] of Object.entries(change))
      logOperated(subject, context, { operation: 'load', target, value });
    return context.json(load);
  });
  for (const operation of ['kill', 'start'] as const) {
    app.post(`/v1/playground/backends/:name/${operation}`, async (context) => {
      const { name } = findBackend(playground.view(), context.req.param('name'));
      const view = await playground[operation](name);
      logOperated(subject, context, { operation: `${operation}_process`, target: name });
      return context.json(view);
    });
  }
  app.post('/v1/playground/scenes/:id', async (context) => {
    const id = context.req.param('id');
    const ids = playground.view().scenes.map((scene) => scene.id);
    if (!ids.includes(id))
      throw new ApiProblem('unknown-scene', `unknown scene '${id}': use one of ${ids.join(', ')}`);
    await playground.play(id);
    logOperated(subject, context, { operation: 'scene', target: id });
    return context.json(playground.view());
  });
}
