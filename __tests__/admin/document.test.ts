import type { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createApp } from '../../lib/admin/app.js';
import type { ConnectionEvents } from '../../lib/control/events.js';
import { BalancerViews } from '../../lib/admin/balancer-views.js';
import { PickListeners } from '../../lib/admin/pick-listeners.js';
import { QUERY_PARAMETERS } from '../../lib/admin/query-parameters.js';
import { StreamPlaces } from '../../lib/admin/stream-places.js';
import { AdminLab, reloaderOf } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { DOCUMENT } from '../helpers/openapi.js';
import { fakePlayground } from '../helpers/playground.js';

const onEnd = cleanup();

describe('the admin API', () => {
  it('has the paths and methods of its document, and no others', async () => {
    const labs = [await AdminLab.ofBalancer(onEnd), await AdminLab.ofServer(onEnd)];
    const common = {
      startedAt: new Date(),
      name: 'x',
      address: { host: 'x', port: 1 },
      stop: () => undefined,
    };
    const [balancer, server] = labs;
    if (balancer === undefined || server === undefined) throw new Error('both are there');
    const places = new StreamPlaces();
    const apps = [
      createApp(
        {
          kind: 'balance',
          balancer: balancer.balancer,
          teller: balancer.balancer as EventEmitter<ConnectionEvents>,
          views: new BalancerViews(balancer.balancer),
          listeners: new PickListeners(balancer.balancer.picks),
          history: balancer.history,
          workers: 1,
          config: reloaderOf(balancer.balancer),
          playground: fakePlayground(),
          ...common,
          ...balancer.parts,
        },
        places,
      ),
      createApp({ kind: 'server', server: server.server, mode: 'named', ...common, ...server.parts }, places),
    ];
    const routes = apps.flatMap(({ routes: all }) =>
      all
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
    );
    const documented = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...new Set(routes)].sort()).toEqual(documented.sort());
  });

  it('takes the parameters of its document, and no others', () => {
    const documented = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { parameters = [] }]) => [
        `${method.toUpperCase()} ${path}`,
        parameters
          .map((parameter) => ('$ref' in parameter ? { in: 'query', name: 'how' } : parameter))
          .filter((parameter) => parameter.in === 'query')
          .map(({ name }) => name)
          .sort(),
      ]),
    );
    const known = Object.entries(QUERY_PARAMETERS).map(([request, names]) => [request, names.toSorted()]);
    expect(Object.fromEntries(known)).toEqual(
      Object.fromEntries(documented.filter(([, names]) => (names?.length ?? 0) > 0)),
    );
  });
});
