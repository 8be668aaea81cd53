import { expect, it } from '@jest/globals';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { material } from './outcomes.js';

const CLASSES = [
  { name: 'read', share: 9, mean: 1 },
  { name: '<write>', share: 1, mean: 10 },
];

/** The tables of the section about classes: their heads, and the names of their rows. */
function classesOf(html: string): { heads: string[]; names: string[] }[] {
  const [section = ''] = /<section id="classes"[^]*?<\/section>/.exec(html) ?? [];
  return [...section.matchAll(/<table>[^]*?<\/table>/g)].map(([table]) => ({
    heads: [...table.matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map(([, text = '']) => text),
    names: [...table.matchAll(/<tr>(<th scope="row"[^]*?)<td>/g)].map(([, cells = '']) =>
      cells
        .replaceAll(/<[^>]+>/g, ' ')
        .trim()
        .replaceAll(/ +/g, ' '),
    ),
  }));
}

it('classes of requests are a table of the page, at the load that is shown and at all', async () => {
  const of = { classes: CLASSES, requests: 2000, backends: 1, loads: [0.5, 0.6] };
  const html = renderPage(...pageOf(await material(of, ['random', 'round-robin'])));
  const [shown, all] = classesOf(html);

  expect(shown?.names).toEqual([
    ...['read random', 'read round-robin', '&lt;write&gt; random', '&lt;write&gt; round-robin'],
  ]);
  expect(shown?.heads).toEqual([
    ...['class', 'algorithm', 'mean', 'p99', 'mean / service', 'p50', 'max', 'theory: mean'],
    ...['share', 'service', 'requests'],
  ]);
  expect(all?.names).toHaveLength(8);
  expect(all?.heads[2]).toBe('load');
  expect(html).toContain('read (90 %, mean 0.526) and &lt;write&gt; (10 %, mean 5.263)');
});

it('a page without classes has no such table', async () => {
  const html = renderPage(...pageOf(await material({ requests: 1000 }, ['random'])));
  expect(html).not.toContain('id="classes"');
  expect(html).not.toContain('<dt>Classes</dt>');
});

function pageOf({ outcomes, context }: Awaited<ReturnType<typeof material>>): Parameters<typeof renderPage> {
  return [outcomes, context];
}
