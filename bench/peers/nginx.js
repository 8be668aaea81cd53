import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxSetting } from '../backend.js';

/** Where the stream module lies when it is a file of its own, or undefined when it is built in or missing. */
function streamModule() {
  const build = spawnSync('nginx', ['-V'], { encoding: 'utf8' }).stderr ?? '';
  const folder = /--modules-path=(\S+)/.exec(build)?.[1] ?? '/usr/lib/nginx/modules';
  const file = join(folder, 'ngx_stream_module.so');
  return { file: existsSync(file) ? file : undefined, builtIn: /--with-stream(\s|$)/.test(build) };
}

/** nginx as a balancer of TCP, by its stream module. */
export const nginx = {
  name: 'nginx',
  label: 'nginx stream',
  program: 'nginx',
  needs: [
    {
      command: 'nginx',
      package: 'libnginx-mod-stream',
      isThere: () => streamModule().builtIn || streamModule().file !== undefined,
    },
  ],
  version: ['nginx', ['-v'], /nginx\/(\S+)/],
  launch({ port, backends, directory, connections }) {
    const home = join(directory, 'stream');
    mkdirSync(home, { recursive: true });
    const { file } = streamModule();
    const setting = join(home, 'nginx.conf');
    writeFileSync(
      setting,
      `${file === undefined ? '' : `load_module ${file};`}
${nginxSetting(home, connections)}stream {
  upstream backends { ${backends.map((address) => `server ${address};`).join(' ')} }
  server { listen 127.0.0.1:${port}; proxy_pass backends; }
}
`,
    );
    return ['nginx', ['-c', setting, '-p', home]];
  },
};
