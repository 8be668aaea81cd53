// What the dashboard and the alerts ask Prometheus for.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The folder of both. */
export const GRAFANA = new URL('../../grafana/', import.meta.url);

/** Grafana's variables, as it would fill them in with everything selected. */
const VARIABLES = { $__rate_interval: '15s', $__range: '1m', $job: '.*', $instance: '.*', $backend: '.*' };

/** @returns `{ panel, expr }` of each query of each panel */
export async function panels() {
  const dashboard = JSON.parse(await readFile(new URL('lbsim.json', GRAFANA), 'utf8'));
  return dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, expr: filledIn(expr) })),
  );
}

/** @returns `{ alert, expr }` of each rule */
export async function alerts() {
  const { groups } = parse(await readFile(new URL('lbsim.rules.yml', GRAFANA), 'utf8'));
  return groups.flatMap(({ rules }) => rules);
}

function filledIn(expr) {
  return Object.entries(VARIABLES).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}
