import type { Context } from 'hono';
import { LbsimError } from '../../errors.js';
import type { BackendView } from '../backend-view.js';
import { AdminClient, type AdminReply } from '../client.js';
import type { AdminApp, AdminEnv } from '../env.js';
import { faultWords } from '../fault-words.js';
import { findBackend } from '../find-backend.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import type { BalancerSubject } from '../subject.js';

const PATH = '/v1/backends/:name/faults';
const OF_SERVER = '/v1/server/faults';

/** The faults of a backend that is an `lbsim server` of the same user on this machine: its own process is asked. */
export function backendFaultRoutes(app: AdminApp, subject: BalancerSubject): void {
  app.get(PATH, (context) => ask(context, 'GET'));
  app.patch(PATH, async (context) => {
    const body = await context.req.text();
    return ask(context, 'PATCH', 'fault', body);
  });
  app.delete(PATH, (context) => ask(context, 'DELETE', 'heal'));

  async function ask(
    context: Context<AdminEnv>,
    method: 'GET' | 'PATCH' | 'DELETE',
    operation?: 'fault' | 'heal',
    body?: string,
  ): Promise<Response> {
    const backend = findBackend(subject.views.latest(), context.req.param('name') ?? '');
    const { name } = backend;
    const { status, text } = await answerOf(backend, (server) => server.answer(method, OF_SERVER, body));
    const isDone = status < 300;
    if (isDone && operation !== undefined)
      logOperated(subject, context, {
        operation,
        target: name,
        ...(body !== undefined && { value: faultWords(JSON.parse(body) as object) }),
      });
    const type = isDone ? 'application/json' : 'application/problem+json';
    const told = isDone ? text : text.replace(OF_SERVER, context.req.path);
    return context.body(told, { status: status as 200, headers: { 'Content-Type': type } });
  }

  async function answerOf(
    backend: BackendView,
    asking: (server: AdminClient) => Promise<AdminReply>,
  ): Promise<AdminReply> {
    const { name } = backend;
    const server = subject.views.serverOf(backend);
    if (server === undefined) throw notOurs(name, 'it is none of this user on this machine');
    try {
      return await asking(new AdminClient(server, 'balance'));
    } catch (error) {
      if (error instanceof LbsimError) throw notOurs(name, 'it cannot be reached');
      throw error;
    }
  }
}

function notOurs(name: string, reason: string): ApiProblem {
  return new ApiProblem(
    'not-a-laboratory-backend',
    `${name} is not an lbsim server that can be asked (${reason}): ask its own process, by lbsim ctl --to`,
  );
}
