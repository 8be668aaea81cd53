import { describe, expect, it } from '@jest/globals';
import { BACKEND_CATALOGUE } from '../../lib/metrics/backend-catalogue.js';
import { BALANCER_CATALOGUE } from '../../lib/metrics/balancer-catalogue.js';
import type { Catalogue } from '../../lib/metrics/family.js';
import { PROCESS_CATALOGUE } from '../../lib/metrics/process-catalogue.js';
import { SERVER_CATALOGUE } from '../../lib/metrics/server-catalogue.js';
import { AdminLab } from '../helpers/admin-api.js';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Exposition } from '../helpers/exposition.js';
import { answerOrError, connectToLoopback, RESET, until } from '../helpers/sockets.js';

const onEnd = cleanup();
const OPENMETRICS = { accept: 'application/openmetrics-text; version=1.0.0' };
const TOKENS = { operate: 'operate-token', view: 'view-token' };

async function scrape(lab: AdminLab): Promise<Exposition> {
  return new Exposition((await lab.ask('GET', '/metrics')).text);
}

function expectOf(catalogue: Catalogue, page: Exposition): void {
  for (const [family, type] of page.types) {
    const metric = catalogue[family];
    expect({ family, known: metric !== undefined }).toEqual({ family, known: true });
    if (metric === undefined) continue;
    const shown = { info: 'gauge', stateset: 'gauge' }[metric.type as string] ?? metric.type;
    expect({ family, type }).toEqual({ family, type: shown });
    expect({ family, labels: page.labelsOf(family) }).toEqual({ family, labels: new Set(metric.labels) });
  }
}

describe('GET /metrics', () => {
  it('tells of a balancer in the format that is accepted', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const text = await lab.ask('GET', '/metrics');
    expect(text.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.headers['cache-control']).toBe('no-store');
    const open = await lab.ask('GET', '/metrics', { headers: OPENMETRICS });
    expect(open.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(open.text.endsWith('\n# EOF\n')).toBe(true);
    expect(open.text).toContain('# TYPE lbsim_backend_state stateset\n');
  });

  it('has the metrics of the catalogue, with their types and labels', async () => {
    const balancer = await AdminLab.ofBalancer(onEnd);
    await askOnce(balancer.port);
    await balancer.ask('GET', '/metrics');
    expectOf({ ...BALANCER_CATALOGUE, ...BACKEND_CATALOGUE, ...PROCESS_CATALOGUE }, await scrape(balancer));
    const server = await AdminLab.ofServer(onEnd);
    server.server.setFaults({ refuseRatio: 1 });
    expectOf({ ...SERVER_CATALOGUE, ...PROCESS_CATALOGUE }, await scrape(server));
  });

  it('counts requests to the API by their route, whatever the path is', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, { port: { host: '127.0.0.1', port: 0, tokens: TOKENS } });
    await lab.ask('GET', '/v1/backends/B1');
    await lab.ask('GET', '/v1/backends/B9');
    await lab.ask('GET', '/v1/nowhere/%22%0A');
    await lab.ask('DELETE', '/v1/balancer', { headers: { 'content-type': 'application/json' } });
    await lab.ask('GET', '/v1/balancer', {}, 'port');
    const page = await scrape(lab);
    const counted = (route: string, code: number): number | undefined =>
      page.of(`lbsim_admin_requests_total{route="${route}",code="${code}"}`);
    expect(counted('/v1/backends/{name}', 200)).toBe(1);
    expect(counted('/v1/backends/{name}', 404)).toBe(1);
    expect(counted('other', 404)).toBe(1);
    expect(counted('/v1/balancer', 405)).toBe(1);
    expect(counted('/v1/balancer', 401)).toBe(1);
  });

  it('tells of states and overrides of the operator', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    lab.balancer.setAdmin('B1', 'maint');
    lab.balancer.setWeight('B2', 7);
    lab.balancer.update({ maxConnections: 5 });
    const page = await scrape(lab);
    expect(page.of('lbsim_config_overrides')).toBe(3);
    expect(page.of('lbsim_backend_state{backend="B1",state="maint"}')).toBe(1);
    expect(page.sum('lbsim_backend_state', 'backend="B1"')).toBe(1);
    expect(page.of('lbsim_backend_up{backend="B1"}')).toBe(0);
    expect(page.of('lbsim_backend_effective_weight{backend="B1"}')).toBe(0);
    expect(page.of('lbsim_backend_weight{backend="B2"}')).toBe(7);
    expect(page.of('lbsim_client_connections_limit')).toBe(5);
  });

  it('leaves out the histograms of backends where there are many', async () => {
    const lab = await AdminLab.ofBalancer(onEnd, {}, { maxBackends: 1 });
    const page = await scrape(lab);
    expect(page.of('lbsim_metrics_backends_omitted')).toBe(2);
    expect([...page.types.keys()].filter((name) => /^lbsim_backend_.*_seconds$/.test(name))).toEqual([
      'lbsim_backend_last_change_timestamp_seconds',
    ]);
    expect(page.of('lbsim_backend_up{backend="B2"}')).toBe(1);
  });

  it('tells which faults of a server are on, and how often they struck', async () => {
    const lab = await AdminLab.ofServer(onEnd);
    expect(await askOnce(lab.port)).toContain('B1');
    lab.server.setFaults({ latencyMs: 1 });
    expect(await askOnce(lab.port)).toContain('B1');
    const page = await scrape(lab);
    expect(page.of('lbsim_server_fault{fault="latency"}')).toBe(1);
    expect(page.of('lbsim_server_fault{fault="hang"}')).toBe(0);
    expect(page.of('lbsim_server_fault_strikes_total{fault="latency"}')).toBe(1);
    expect(page.of('lbsim_server_connections_total')).toBe(2);
    expect(page.of('lbsim_server_answers_total')).toBe(2);
    expect(page.of('lbsim_server_queue_serving')).toBeUndefined();
  });

  it('tells of the queue of a server, if it has one', async () => {
    const lab = await AdminLab.ofServer(onEnd, {}, { service: 'deterministic:1h', slots: 1, queue: 0 });
    const held = await connectToLoopback(lab.port);
    onEnd(() => held.destroy());
    held.write('a\n');
    await until(() => lab.server.stats.queue?.serving === 1);
    expect(await answerOrError(lab.port)).toMatch(RESET);
    const page = await scrape(lab);
    expect(page.of('lbsim_server_queue_serving')).toBe(1);
    expect(page.of('lbsim_server_queue_waiting')).toBe(0);
    expect(page.of('lbsim_server_queue_refused_total')).toBe(1);
    expect(page.of('lbsim_server_queue_abandoned_total')).toBe(0);
    expect((await lab.ask('GET', '/v1/server')).body).toMatchObject({ queue: { serving: 1, refused: 1 } });
  });
});

describe('GET /metrics on a port', () => {
  it.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401],
    ['the token that may look', { authorization: 'Bearer view-token' }, 200],
    ['the token that may change', { authorization: 'Bearer operate-token' }, 200],
  ])('asked with %s', async (_what, headers, status) => {
    const lab = await AdminLab.ofBalancer(onEnd, { port: { host: '127.0.0.1', port: 0, tokens: TOKENS } });
    expect((await lab.ask('GET', '/metrics', { headers }, 'port')).status).toBe(status);
  });

  it('needs no token when it is open, but its own name and origin', async () => {
    const port = { host: '127.0.0.1', port: 0, tokens: TOKENS, metricsOpen: true };
    const lab = await AdminLab.ofBalancer(onEnd, { port });
    const statusOf = async (path: string, headers = {}): Promise<number> =>
      (await lab.ask('GET', path, { headers }, 'port')).status;
    expect(await statusOf('/metrics')).toBe(200);
    expect(await statusOf('/v1/balancer')).toBe(401);
    expect(await statusOf('/metrics', { host: 'evil.example' })).toBe(421);
    expect(await statusOf('/metrics', { origin: 'http://evil.example' })).toBe(403);
    expect((await lab.ask('POST', '/metrics', { body: {} }, 'port')).status).toBe(405);
  });
});
