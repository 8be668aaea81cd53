/// <reference lib="dom" />
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminLab } from '../helpers/admin-api.js';
import { cleanup } from '../helpers/cleanup.js';
import { onlyWhere } from '../helpers/only-where.js';
import { until } from '../helpers/sockets.js';
import { CHROMIUM, startChromium } from '../simulator/page/chromium.js';
import { OPERATE, VIEW } from './attacks.js';

/** A name that a stranger has pointed at this machine. */
const REBOUND = 'rebound.example';
const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'what a page of another site can do takes Chromium').describe(
  'a page of another site',
  () => {
    let browser: Browser;
    let page: Page;
    let lab: AdminLab;
    /** What the admin port has answered: `POST /v1/stop 403`. */
    let answered: string[];

    // A browser keeps from the page, and from its debugger too, what an answer of another origin was.
    const record = (message: unknown): void => {
      const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
      if (request.socket.localPort !== Number(new URL(lab.url).port)) return;
      // A browser asks for an icon by itself, and asks again what was answered by 421.
      const answer = `${request.method} ${request.url} ${response.statusCode}`;
      if (request.url !== '/favicon.ico' && !answered.includes(answer)) answered.push(answer);
    };

    beforeAll(async () => {
      subscribe('http.server.response.finish', record);
      browser = await startChromium(`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`);
    });

    afterAll(async () => {
      unsubscribe('http.server.response.finish', record);
      await browser.close();
    });

    beforeEach(async () => {
      lab = await AdminLab.ofBalancer(onEnd, {
        port: { host: '127.0.0.1', port: 0, tokens: { operate: OPERATE, view: VIEW } },
      });
      page = await browser.newPage();
      onEnd(() => page.close());
      answered = [];
      await page.goto(await strangersSite());
    });

    it.each(['GET', 'POST'])('cannot have it done by a request that it may not read: %s', async (method) => {
      const outcome = await page.evaluate(
        async ([url, verb, token]) => {
          try {
            const answer = await fetch(`${url}/v1/stop`, {
              method: verb,
              mode: 'no-cors',
              headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
              ...(verb === 'POST' && { body: '{}' }),
            });
            return await answer.text();
          } catch (error) {
            return (error as Error).name;
          }
        },
        [lab.url, method, OPERATE] as const,
      );
      expect(outcome).toBe('TypeError');
      await nothingDone([`${method} /v1/stop 403`]);
    });

    it.each([
      ['GET', '/v1/backends', undefined],
      ['POST', '/v1/stop', '{}'],
      ['PATCH', '/v1/backends/B1', '{"weight":9}'],
      ['DELETE', '/v1/backends/B1', undefined],
    ])('cannot ask as its reader, even with a token: %s %s', async (method, path, body) => {
      const outcome = await page.evaluate(
        async ([url, verb, token, sent]) => {
          const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
          try {
            return await (await fetch(url, { method: verb, headers, ...(sent && { body: sent }) })).text();
          } catch (error) {
            return (error as Error).name;
          }
        },
        [`${lab.url}${path}`, method, OPERATE, body] as const,
      );
      expect(outcome).toBe('TypeError');
      await nothingDone([`OPTIONS ${path} 403`]);
    });

    it('cannot have it done by a form', async () => {
      const popup = page.context().waitForEvent('page');
      await page.evaluate((url) => {
        const form = document.createElement('form');
        Object.assign(form, {
          method: 'post',
          action: `${url}/v1/stop`,
          enctype: 'text/plain',
          target: '_blank',
        });
        const field = document.createElement('input');
        Object.assign(field, { name: '{"timeout":"1s","x":"', value: '"}' });
        form.append(field);
        document.body.append(form);
        form.submit();
      }, lab.url);
      const opened = await popup;
      await opened.waitForLoadState();
      expect(await opened.textContent('body')).toContain('urn:lbsim:problem:cross-site');
      await opened.close();
      await nothingDone(['POST /v1/stop 403']);
    });

    it.each(['/v1/events', '/v1/live'])('cannot listen: EventSource of %s', async (path) => {
      const seen = await page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const source = new EventSource(url);
            source.onopen = () => resolve('open');
            source.onerror = () => resolve(`error, ready state ${source.readyState}`);
          }),
        `${lab.url}${path}`,
      );
      expect(seen).toBe('error, ready state 2');
      await nothingDone([`GET ${path} 403`]);
    });

    it('cannot open a WebSocket', async () => {
      const seen = await page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(url);
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('error');
          }),
        `${lab.url.replace('http', 'ws')}/v1/live`,
      );
      expect(seen).toBe('error');
      await nothingDone(['GET /v1/live 403']);
    });

    it.each(['script', 'img', 'iframe'] as const)('cannot embed an answer as %s', async (tag) => {
      await page.evaluate(
        ([url, name]) =>
          new Promise<void>((resolve) => {
            const element = document.createElement(name);
            element.onload = () => resolve();
            element.onerror = () => resolve();
            (element as HTMLImageElement).src = `${url}/v1`;
            document.body.append(element);
          }),
        [lab.url, tag] as const,
      );
      await nothingDone(['GET /v1 403']);
    });

    it('is no better off under a name that points here: DNS rebinding', async () => {
      const { port } = new URL(lab.url);
      const own = await page.goto(`http://${REBOUND}:${port}/v1`);
      expect(own?.status()).toBe(421);
      const outcome = await page.evaluate(async (token) => {
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        return (await fetch('/v1/stop', { method: 'POST', headers, body: '{}' })).status;
      }, OPERATE);
      expect(outcome).toBe(421);
      await nothingDone(['GET /v1 421', 'POST /v1/stop 421']);
    });

    /** Nothing has changed, and nothing was logged. @param seen - what the admin port has answered */
    async function nothingDone(seen: readonly string[]): Promise<void> {
      await until(() => answered.length >= seen.length);
      expect(answered).toEqual(seen);
      expect(lab.stops).toEqual([]);
      expect(lab.logged).toEqual([]);
      expect(lab.balancer.snapshot()).toMatchObject({ generation: 1, stopping: false });
    }
  },
);

/** Another site on this machine, with an empty page. */
async function strangersSite(): Promise<string> {
  const server = createServer((_request, response) =>
    response.setHeader('Content-Type', 'text/html').end('<p>hello'),
  );
  onEnd(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
