import { fileURLToPath } from 'node:url';
import { alerts, GRAFANA } from './expressions.js';
import { readFile } from 'node:fs/promises';

const pathOf = (name) => fileURLToPath(new URL(name, GRAFANA));

/** The alerts, by the tests that promtool runs. */
export const rules = {
  name: 'rules',
  about: 'the alert rules are valid, and each has a test that holds',
  async run(stage, findings) {
    await promtool(stage, findings, ['check', 'rules', pathOf('lbsim.rules.yml')]);
    await promtool(stage, findings, ['test', 'rules', pathOf('lbsim.rules.test.yml')]);
    await promtool(stage, findings, ['check', 'config', pathOf('prometheus.yml')]);
    const tests = await readFile(pathOf('lbsim.rules.test.yml'), 'utf8');
    const untested = (await alerts()).map(({ alert }) => alert).filter((alert) => !tests.includes(alert));
    findings.claimNone('each alert has a test', untested);
  },
};

async function promtool(stage, findings, args) {
  const [verb, noun] = args;
  const said = await stage.run('promtool', 'promtool', args).catch((error) => error.message);
  findings.claim(
    `promtool ${verb} ${noun}`,
    /SUCCESS/.test(said) && !/FAILED/.test(said),
    said.trim().split('\n').at(-1),
  );
}
