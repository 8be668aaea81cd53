import type { AdminApp } from '../env.js';
import { invalidBody, jsonBody } from '../json-body.js';
import { faultWords } from '../fault-words.js';
import { logOperated } from '../operated.js';
import { FAULT_TABLE, parseFault, type Faults } from '../../server/faults/faults.js';
import { LbsimError } from '../../errors.js';
import type { Option } from '../../schema/option.js';
import { serverView, shownFaults } from '../server-view.js';
import type { ServerSubject } from '../subject.js';

/** A backend that misbehaves on purpose. */
export function serverRoutes(app: AdminApp, subject: ServerSubject): void {
  const { server } = subject;
  const present = (): object => shownFaults(server.faults);
  app.get('/v1/server', (context) => context.json(serverView(server)));
  app.get('/v1/server/faults', (context) => context.json(present()));
  app.patch('/v1/server/faults', async (context) => {
    const body = await jsonBody(context);
    const changes = Object.entries(body).map(([name, value]) => faultOf(name, value));
    server.setFaults(Object.assign({}, ...changes) as Partial<Faults>);
    logOperated(subject, context, { operation: 'fault', value: faultWords(body) });
    return context.json(present());
  });
  app.delete('/v1/server/faults', (context) => {
    server.heal();
    logOperated(subject, context, { operation: 'heal' });
    return context.json(present());
  });
}

/** A fault as the command line has it: `{"latency":"300ms"}`; null, false or `off` ends it. */
function faultOf(name: string, value: unknown): Partial<Faults> {
  const isEnd = value === null || value === false;
  const option = Object.entries<Option<unknown>>(FAULT_TABLE).find(([each]) => each === name)?.[1];
  const isFlag = value === true && option?.kind.flag === true;
  const text = isEnd ? 'off' : isFlag ? 'on' : value;
  if (typeof text !== 'string' && typeof text !== 'number')
    throw invalidBody(
      `/${name}`,
      `fault ${name} ${JSON.stringify(value)} is not a value: use one such as "300ms", true or null`,
    );
  try {
    return parseFault(name, String(text));
  } catch (error) {
    if (error instanceof LbsimError) throw invalidBody(`/${name}`, error.message, error.code);
    throw error;
  }
}
