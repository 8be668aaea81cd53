import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** HAProxy demands timeouts and a bound on connections; all else is its default. */
function setting({ port, backends, connections }, tuning) {
  return `global
  nbthread 1
  maxconn ${Math.floor(connections / 2)}
${tuning.map((line) => `  ${line}\n`).join('')}
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h

listen bench
  bind 127.0.0.1:${port}
  maxconn ${Math.floor(connections / 2)}
${backends.map((address, index) => `  server b${index} ${address}`).join('\n')}
`;
}

function haproxyPeer(name, label, tuning, works) {
  return {
    name,
    label,
    program: 'HAProxy',
    works,
    needs: [{ command: 'haproxy', package: 'haproxy' }],
    version: ['haproxy', ['-v'], /version ([\d.]+)/],
    launch(job) {
      const file = join(job.directory, `${name}.cfg`);
      writeFileSync(file, setting(job, tuning));
      return ['haproxy', ['-db', '-f', file]];
    },
  };
}

/** What all others are measured by. */
export const haproxy = haproxyPeer('haproxy', 'HAProxy', []);

/** As somebody sets it up who moves much data over few connections. */
export const haproxyTuned = haproxyPeer('tuned', 'HAProxy tuned', ['tune.bufsize 262144'], ['bulk']);
