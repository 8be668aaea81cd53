import { fileURLToPath } from 'node:url';

const PROXY = fileURLToPath(new URL('../proxies/pipe.js', import.meta.url));

/** The proxy that one writes in an hour, in Node: `socket.pipe` both ways. One for each Node. */
export const pipes = (runtimes) =>
  runtimes.map(({ name: node, binary, version }) => ({
    name: 'pipe',
    label: `pipe (${node})`,
    needs: [],
    launch: ({ port, backends }) => [binary, [PROXY, String(port), ...backends]],
    node,
    nodeVersion: version,
  }));
