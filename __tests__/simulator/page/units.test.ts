import { describe, expect, it } from '@jest/globals';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { material, TROUBLE } from './outcomes.js';

const SHORT = { requests: 2000 };

describe('times on a page', () => {
  it('are in milliseconds when the mean service time is a duration', async () => {
    const { outcomes, context } = await material({ ...SHORT, serviceMean: '20ms', scenario: TROUBLE });
    const html = renderPage(outcomes, context);
    for (const text of [
      'to its answer, in milliseconds.',
      'exponential, mean 20 ms',
      '>latency (ms)<',
      'time (ms)',
      'mean latency (ms)',
      'requests answered per ms',
      'every 200 ms, timeout 40 ms',
      '<th scope="col">p99 ms</th>',
      'less that of the first, in ms',
      'took to find them; times in ms',
    ])
      expect(html).toContain(text);
    expect(html).toMatch(/<strong>[\d.,]+ ms<\/strong>/);
    expect(html).not.toMatch(/mean service time/);
  });

  it('have no unit when it is a number', async () => {
    const { outcomes, context } = await material({ ...SHORT, serviceMean: 20 });
    const html = renderPage(outcomes, context);
    expect(html).not.toMatch(/\d ms\b|, in ms|\(ms\)/);
    expect(html).toContain('(mean service time: 20)');
  });

  it('are a dash where nothing was answered', async () => {
    const scenario = parseScenario(
      'none',
      'duration: 10\ntimeline:\n  - { at: 0, backend: B1, fail-fast: true }\n',
    );
    const { outcomes, context } = await material({ backends: 1, scenario }, ['round-robin']);
    const html = renderPage(outcomes, context);
    expect(html).toMatch(/<td>–<\/td>\s*<td>–<\/td>/);
    expect(html).toContain('<strong>–</strong>');
  });
});
