import { expect, test } from '@jest/globals';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { material, TROUBLE } from './outcomes.js';

/** All that is read of a page: its text, titles in plots, descriptions and labels for those who cannot see. */
function textOf(html: string): string {
  const [, body = ''] = html.split('</style>');
  const labels = [...body.matchAll(/aria-label="([^"]*)"/g)].map(([, label = '']) => label);
  return [body.replace(/<[^>]*>/g, ' '), ...labels].join('\n');
}

/** Other words for what the terminal calls algorithm, latency and utilisation, and phrases that stop a reader. */
const UNPLAIN = [
  /sojourn/i,
  /polic(y|ies)/i,
  /response time/i,
  /share of time at work/i,
  /service means?\b/i,
  /surely|surer/i,
  /has nobody answered/i,
  /took (it|B\d+) (up|down)/i,
  /counts when it ends/i,
  /equal factors/i,
  /Below a figure/i,
  /in each mean|in each service/i,
  /wait that need not/i,
];

test.each([
  ['several loads', { loads: [0.5, 0.9] }],
  ['a scenario', { scenario: TROUBLE, load: 0.7, backends: 5 }],
  ['a scenario in milliseconds', { scenario: TROUBLE, load: 0.7, backends: 5, serviceMean: '20ms' }],
  ['replications', { replications: 3 }],
])('a page about %s has the words of the terminal', async (_what, options) => {
  const { outcomes, context } = await material(options);
  const text = textOf(renderPage(outcomes, context));
  expect(UNPLAIN.filter((words) => words.test(text))).toEqual([]);
  for (const word of ['algorithm', 'mean latency', 'utilisation', 'p99', 'failed'])
    expect(text).toContain(word);
});
