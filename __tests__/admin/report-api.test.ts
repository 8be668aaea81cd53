import { describe, expect, it } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { AdminLab } from '../helpers/admin-api.js';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const HOSTILE = '<img src=x onerror=alert(1)> " \u202e & 👩‍🚒';

describe('/v1/report', () => {
  it('is one page with backends, plots, events and the configuration, that asks nobody for anything', async () => {
    const lab = await AdminLab.ofBalancer(onEnd);
    await askOnce(lab.port);
    await lab.ask('PATCH', '/v1/backends/B2', { body: { weight: 7 } });
    lab.parts.events.add({ level: 'warn', event: 'failover', message: `B2 is down (${HOSTILE})` });
    lab.parts.events.add({ level: 'debug', event: 'probe', message: 'not for a report' });
    lab.parts.events.add({ level: 'info', event: 'connection_open', message: 'nor this' });
    const { headers, text } = await lab.ask('GET', '/v1/report');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="lbsim-\d{14}\.html"$/),
    });
    const [first, ...rest] = text.split('\n');
    expect(first).toBe('<!DOCTYPE html>');
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(rest.join('\n')).close();
    expect(text).not.toMatch(/<(?:img|script|link|iframe|a)\b/);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toMatch(/not for a report|nor this/);
    for (const words of ['Connections a second', 'Time to the first byte', '@7', 'B1'])
      expect(text).toContain(words);
  });
});
