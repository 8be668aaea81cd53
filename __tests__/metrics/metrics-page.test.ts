import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BACKEND_CATALOGUE } from '../../lib/metrics/backend-catalogue.js';
import { BALANCER_CATALOGUE } from '../../lib/metrics/balancer-catalogue.js';
import type { Catalogue } from '../../lib/metrics/family.js';
import { PROCESS_CATALOGUE } from '../../lib/metrics/process-catalogue.js';
import { SERVER_CATALOGUE } from '../../lib/metrics/server-catalogue.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const ALL: Catalogue = {
  ...BALANCER_CATALOGUE,
  ...BACKEND_CATALOGUE,
  ...SERVER_CATALOGUE,
  ...PROCESS_CATALOGUE,
};

describe('docs/metrics.md', () => {
  it('has each metric with its type, its labels and its meaning, and no other', () => {
    const rows = read('docs/metrics.md')
      .split('\n')
      .filter((line) => /^\| `\w+`/.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const expected = Object.entries(ALL).map(([name, { type, labels, help }]) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]);
    expect(rows).toEqual(expected);
  });
});

describe('the names of metrics', () => {
  it.each(Object.entries(ALL))('%s are those of the field', (name, { type, help, labels }) => {
    expect(name).toMatch(/^(lbsim|process|nodejs)_[a-z][a-z0-9_]*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name.endsWith('_info')).toBe(type === 'info');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/^[A-Z].*[^.]$/);
    for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
  });
});

describe('the dashboard and the alerts', () => {
  it.each(['grafana/lbsim.json', 'grafana/lbsim.rules.yml'])('%s asks for metrics that there are', (path) => {
    const asked = [...read(path).matchAll(/\b(?:lbsim|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
    const names = new Set(asked.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    expect(names.size).toBeGreaterThan(5);
    expect([...names].filter((name) => !Object.hasOwn(ALL, name))).toEqual([]);
  });

  it('ask for the data source when the dashboard is imported, and take the one that there is when it is provisioned', () => {
    const { __inputs, templating } = JSON.parse(read('grafana/lbsim.json')) as {
      __inputs: { name: string; pluginId: string }[];
      templating: { list: { name: string; type: string }[] };
    };
    expect(__inputs).toMatchObject([{ name: 'DS_PROMETHEUS', pluginId: 'prometheus' }]);
    expect(templating.list.map(({ name }) => name)).toEqual(['DS_PROMETHEUS', 'job', 'instance', 'backend']);
    expect(templating.list[0]?.type).toBe('datasource');
  });
});
