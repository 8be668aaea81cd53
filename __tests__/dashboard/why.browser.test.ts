/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import type { Explanation } from '../../lib/routing/explanation.js';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'why, for algorithms that hash',
  () => {
    const browser = useChromium();

    it('has the owners around the client: of the ring, of the table, and none where there is neither', async () => {
      const { page, desk, port, wrong } = await showDashboard(browser(), onEnd, [], { bypassCSP: true });
      const why = page.getByRole('region', { name: 'Why' });
      const owners = why.getByRole('list', { name: 'Owners around the client' });
      const circle = why.getByRole('img', { name: /of the circle/ });
      for (const algorithm of ['ring', 'maglev', 'bounded-load', 'rendezvous']) {
        await desk.ctl('algorithm', algorithm);
        await askOnce(port);
        await why.locator('.rule', { hasText: algorithm }).waitFor();
        if (algorithm === 'rendezvous') await why.getByText('the least draw wins').waitFor();
        else {
          const { place, backend } = await desk.json<Explanation>('explain', '127.0.0.1');
          expect(place?.next[0]?.backend).toBe(backend);
          expect(await owners.getByRole('listitem').count()).toBe(17);
          expect(await owners.locator('.owner').count()).toBe(1);
        }
        expect(await circle.count()).toBe(['ring', 'bounded-load'].includes(algorithm) ? 1 : 0);
        expect(await axeViolations(page, '.why')).toEqual([]);
      }
      expect(wrong).toEqual([]);
    });
  },
);
