import { fileURLToPath } from 'node:url';

const PROXY = fileURLToPath(new URL('../proxies/asyncio_proxy.py', import.meta.url));

/** The proxy that one writes in an hour, in Python. */
export const asyncio = {
  name: 'asyncio',
  label: 'asyncio',
  program: 'Python',
  needs: [{ command: 'python3', package: 'python3' }],
  version: ['python3', ['--version'], /Python (\S+)/],
  launch: ({ port, backends }) => ['python3', [PROXY, String(port), ...backends]],
};
