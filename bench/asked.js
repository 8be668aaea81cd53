// The admin API of a balancer, by its socket.
import { request } from 'node:http';
import { join } from 'node:path';
import { runtimeFolder } from '../dist/admin/runtime-folder.js';

export function adminSocketOf(port) {
  return join(runtimeFolder(), `balance-${port}.sock`);
}

/** @returns the answer's `status`, its `text`, and how long it took: `ms` */
export function asked(port, method, path, body) {
  const started = performance.now();
  const where = { socketPath: adminSocketOf(port), path, method };
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    request({ ...where, headers }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (piece) => (text += piece))
        .once('error', reject)
        .on('end', () => resolve({ status: response.statusCode, text, ms: performance.now() - started }));
    })
      .once('error', reject)
      .end(body && JSON.stringify(body));
  });
}
