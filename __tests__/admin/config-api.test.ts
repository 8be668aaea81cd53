import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AdminLab } from '../helpers/admin-api.js';
import type { AdminAnswer } from '../helpers/openapi.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();
const YAML = { 'content-type': 'application/yaml' };

interface Config {
  readonly backends: readonly string[];
}

/** @param text - of the configuration @param etag - none to leave it out */
async function put(lab: AdminLab, text: string, etag?: string): Promise<AdminAnswer> {
  const headers = { ...YAML, ...(etag !== undefined && { 'if-match': etag }) };
  return lab.ask('PUT', '/v1/config', { headers, body: text });
}

async function etagOf(lab: AdminLab): Promise<string> {
  return String((await lab.ask('GET', '/v1/config')).headers.etag);
}

describe('/v1/config', () => {
  it('has the configuration in force, as JSON or YAML', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    lab.balancer.setWeight('B2', 3);
    const json = await lab.ask('GET', '/v1/config');
    const [b1, b2] = lab.balancer.backends;
    expect(json.body).toEqual({
      backends: [`B1=127.0.0.1:${b1?.port}`, `B2=127.0.0.1:${b2?.port}@3`],
      port: 0,
    });
    const yaml = await lab.ask('GET', '/v1/config', { headers: { accept: 'application/yaml' } });
    expect(yaml.headers['content-type']).toBe('application/yaml');
    expect(yaml.text).toContain(`  - B2=127.0.0.1:${b2?.port}@3\n`);
    expect(yaml.headers.etag).toBe(json.headers.etag);
  });

  it('is replaced by another, of the generation that was seen', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { body, headers } = await lab.ask('GET', '/v1/config');
    const [first = '', second = ''] = (body as Config).backends;
    const text = `# mine\nport: 0\nbackends: [${first}@7]\nqueue-max: 5\n`;
    const missing = await put(lab, text);
    expect(missing).toMatchObject({ status: 428, headers: { etag: headers.etag } });
    lab.balancer.setWeight('B2', 9);
    expect((await put(lab, text, String(headers.etag))).status).toBe(412);
    expect(lab.balancer.settings().queueMax).toBe(1000);
    const done = await put(lab, text, await etagOf(lab));
    expect(done).toMatchObject({
      status: 200,
      body: {
        result: 'reloaded',
        needsRestart: [],
        changes: [
          { key: 'backends', backend: 'B1', from: first, to: `${first}@7` },
          { key: 'backends', backend: 'B2', from: second, to: null },
          { key: 'queue-max', from: '1000', to: '5' },
        ],
      },
    });
    expect(done.headers.etag).toBe(await etagOf(lab));
    expect(lab.balancer.snapshot()).toMatchObject({
      backends: [{ name: 'B1', weight: 7, config: { weight: 7 } }],
      config: { queueMax: 5 },
    });
    expect(lab.logged).toMatchObject([{ event: 'operated', fields: { operation: 'replace config' } }]);
    expect((await put(lab, text, '*')).body).toMatchObject({ result: 'unchanged', changes: [] });
  });

  it('leaves the signatures of what the operator has changed otherwise', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    await lab.ask('PATCH', '/v1/backends/B1', { body: { weight: 5, admin: 'drain' } });
    await lab.ask('PATCH', '/v1/balancer', { body: { queueMax: 7, maxPerBackend: 9, algorithm: 'random' } });
    const signed = lab.balancer.snapshot();
    const { backends } = (await lab.ask('GET', '/v1/config')).body as Config;
    const first = backends[0]?.replace('@5', '@3');
    const next = { port: 0, backends: [first, backends[1]], 'max-per-backend': 8, algorithm: 'round-robin' };
    const headers = { 'if-match': '*' };
    expect((await lab.ask('PUT', '/v1/config', { headers, body: next })).status).toBe(200);
    const { operator, backends: after } = lab.balancer.snapshot();
    const { since, by } = signed.operator;
    expect(operator).toMatchObject({ queueMax: 7, maxPerBackend: null, algorithm: null, since, by });
    expect(after[0]?.operator).toEqual({ ...signed.backends[0]?.operator, weight: null });
  });

  it('takes JSON as well, and what it has answered', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const { body } = await lab.ask('GET', '/v1/config');
    const headers = { 'if-match': '*' };
    const same = await lab.ask('PUT', '/v1/config', { headers, body: body as object });
    expect(same.body).toMatchObject({ result: 'unchanged' });
    const changed = { ...(body as object), 'sticky-key': 'none', 'idle-timeout': '3m' };
    expect((await lab.ask('PUT', '/v1/config', { headers, body: changed })).status).toBe(200);
    expect(lab.balancer.settings()).toMatchObject({ stickyKey: 'none', idleTimeoutMs: 180_000 });
  });

  const wrong: readonly (readonly [string, string, number])[] = [
    ['a key that there is not', 'backend: x\n', 1],
    ['every error', 'queue-max: -1\nalgorithm: fast\nbackends: [x]\n', 3],
    ['a second document', 'port: 0\n---\nport: 1\n', 1],
    ['aliases that refer to themselves', 'backends: &a [*a]\n', 1],
    ['a list', '- port: 0\n', 1],
    ['backends of one name', 'backends: [B1=127.0.0.1:1, B1=127.0.0.1:2]\n', 1],
    ['none but backups', 'backends: []\nbackup: [127.0.0.1:1]\n', 1],
  ];
  it.each(wrong)('is not replaced by %s', async (_what, text, count) => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const before = await etagOf(lab);
    for (const answer of [
      await put(lab, text, '*'),
      await lab.ask('POST', '/v1/config/check', { headers: YAML, body: text }),
    ]) {
      expect(answer.status).toBe(422);
      const { errors } = answer.body as { errors: { line: number; column: number; message: string }[] };
      expect(errors).toHaveLength(count);
      for (const { line, column } of errors) expect([line > 0, column > 0]).toEqual([true, true]);
    }
    expect(await etagOf(lab)).toBe(before);
  });

  it('runs no file, opens none, and says nothing of what is in one', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const folder = await temporaryFolder(onEnd);
    const [trap, mark] = [join(folder, 'trap.mjs'), join(folder, 'mark')];
    await writeFile(trap, `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(mark)}, ''); secret;`);
    for (const key of ['algorithm', 'backends-file', 'record', 'log-file', 'admin-token-file']) {
      const text = `port: 0\n${key}: ${trap}\n`;
      const asked = { headers: YAML, body: text };
      for (const answer of [
        await put(lab, text, '*'),
        await lab.ask('POST', '/v1/config/check', asked),
        await lab.ask('POST', '/v1/config/check?as=file', asked),
      ])
        expect(answer).toMatchObject({
          status: 422,
          body: {
            errors: [
              {
                ...{ line: 2, column: 1 },
                message: `${key} '${trap}' is a file, which the admin API does not open: write it into the config file, and start again`,
              },
            ],
          },
        });
    }
    expect(await readdir(folder)).toEqual(['trap.mjs']);
  });

  it('is at most 1 MiB long, and no form', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const long = `# ${'x'.repeat(200_000)}\nport: 0\n`;
    expect((await put(lab, long, '*')).status).toBe(200);
    expect((await put(lab, `# ${'x'.repeat(2 ** 20)}\n`, '*')).status).toBe(413);
    const form = { 'content-type': 'text/plain', 'if-match': '*' };
    expect((await lab.ask('PUT', '/v1/config', { headers: form, body: 'port: 0\n' })).status).toBe(415);
    const elsewhere = await lab.ask('PATCH', '/v1/balancer', { headers: YAML, body: 'queueMax: 1\n' });
    expect(elsewhere.status).toBe(415);
  });

  it('is planned without being changed', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    const before = await etagOf(lab);
    const body = 'host: 0.0.0.0\nworkers: 2\nbackends: [127.0.0.1:1]\nsticky-max: 7\n';
    const planned = await lab.ask('POST', '/v1/config/check', { headers: YAML, body });
    expect(planned.body).toMatchObject({ result: 'planned', needsRestart: ['host', 'workers'] });
    // Over a file the command line wins, and that has other backends.
    const asFile = await lab.ask('POST', '/v1/config/check?as=file', { headers: YAML, body });
    const keys = (asFile.body as { changes: { key: string }[] }).changes.map(({ key }) => key);
    expect(keys).toEqual(['host', 'workers', 'sticky-max']);
    expect(await etagOf(lab)).toBe(before);
    const json = { 'content-type': 'application/json' };
    expect((await lab.ask('POST', '/v1/config/reload', { headers: json })).body).toMatchObject({
      type: 'urn:lbsim:problem:no-file',
      status: 409,
    });
    lab.balancer.addBackend({ name: 'B7', host: '127.0.0.1', port: 7 }, 'me');
    expect((await lab.ask('GET', '/v1/config/diff')).body).toMatchObject({
      file: null,
      items: [{ key: 'backends', backend: 'B7', file: null, config: null, operator: 'added B7=127.0.0.1:7' }],
    });
  });
});
