import { describe, expect, it } from '@jest/globals';
import { isUsageError, runCommandLine } from '../../lib/cli/run-command-line.js';

/** Hosts of a client that make no sense, and what answers them. */
const TABLE: readonly (readonly [string[], RegExp])[] = [
  [['--host', 'a:1,,b:2'], /--host: 'a:1,,b:2' has an empty entry: use HOST or HOST:PORT/],
  [['--host', ''], /--host: '' has an empty entry/],
  [['--host', 'a:1,b:65536'], /--host: address 'b:65536': port '65536' is out of range/],
  [['--host', 'a,b:8080,A:8080'], /'a:8080' is listed twice: list each address once/],
  [['--host', '::1', '--host', '[0::1]:8080'], /'\[::1\]:8080' is listed twice/],
  [['a:1,b'], /'b' is not an address: use host:port/],
  [['--pick', 'random'], /--pick random with --host 127\.0\.0\.1 does nothing: list several hosts/],
  [['--host', 'a,b', '--pick', 'last'], /--pick: 'last' is not one of the choices: use first, random/],
];

describe('hosts of a client', () => {
  it.each(TABLE)('%j are refused in one line', async (args, line) => {
    const error: unknown = await runCommandLine(['client', ...args]).then(
      (status) => new Error(`it ended with status ${status}`),
      (reason: unknown) => reason,
    );
    if (!isUsageError(error)) throw error;
    expect(error.message).toMatch(line);
    expect(error.message).not.toContain('\n');
  });
});
