import { spawnSync } from 'node:child_process';

/** What a namespace of its own is set up with, by a shell, before the command. */
const LOOPBACK = 'ip link set lo up';

/** Whether this process may have network and mount namespaces of its own, as root may. */
export const CAN_UNSHARE =
  process.platform === 'linux' && spawnSync('unshare', ['-n', '-m', 'sh', '-c', LOOPBACK]).status === 0;

/** Says why tests of this file are left out, if they are. */
export function sayIfSkipped(what: string): void {
  if (!CAN_UNSHARE) process.stderr.write(`skipped for want of root and unshare(1): ${what}\n`);
}

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
