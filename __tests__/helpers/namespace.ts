import { spawnSync } from 'node:child_process';
import { onlyWhere } from './only-where.js';

/** What a namespace of its own is set up with, by a shell, before the command. */
const LOOPBACK = 'ip link set lo up';

/** Tests in network and mount namespaces of their own: with other names, name servers or local ports than the machine has. */
export const WITH_NAMESPACES = onlyWhere(
  process.platform === 'linux' && spawnSync('unshare', ['-n', '-m', 'sh', '-c', LOOPBACK]).status === 0,
  'namespaces of their own take Linux, root and unshare(1)',
);

/**
 * A command line that runs another one in network and mount namespaces of its own.
 *
 * @param setUp - shell commands before it
 */
export function inNamespace(command: readonly string[], ...setUp: readonly string[]): string[] {
  return [
    'unshare',
    '-n',
    '-m',
    'sh',
    '-c',
    [LOOPBACK, ...setUp, 'exec "$@"'].join(' && '),
    'sh',
    ...command,
  ];
}

/** All connections that are made in the namespace come from this one port. */
export function onlyLocalPort(port: number): string {
  return `echo "${port} ${port}" > /proc/sys/net/ipv4/ip_local_port_range`;
}
