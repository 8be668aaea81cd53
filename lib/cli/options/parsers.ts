import { isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import { LbsimError, optionError } from '../../errors.js';
import type { Address } from '../../net/address.js';
import { CidrSet } from '../../net/cidr-set.js';
import { MAX_TIMER_MS } from '../../net/timers.js';
import { MAX_WEIGHT, type BackendSpec } from '../../routing/backend.js';
import { didYouMean } from '../../did-you-mean.js';
import { badValue } from './option.js';

const MAX_WORKERS = 256;
const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
/** A number from 0 up, which may have an exponent: `100`, `0.5`, `.5`, `1e6`. */
const NUMBER = String.raw`\d*\.?\d+(?:e[+-]?\d+)?`;
const PLAIN = new RegExp(`^${NUMBER}$`, 'i');
const SIGNED = new RegExp(`^[+-]?${NUMBER}$`, 'i');
const DURATION = new RegExp(String.raw`^(${NUMBER})(ms|s|m|h)?$`);

/** `5`, `0.25` (seconds), `500ms`, `2s`, `1m`, `1h` → milliseconds, from 0 up. */
export function duration(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const ms = Number(amount) * UNIT_MS[(unit ?? 's') as keyof typeof UNIT_MS];
  if (amount === undefined)
    throw badValue(text, 'is not a duration', 'seconds such as 5 or 0.25, or 500ms, 2s, 1m, 1h');
  if (ms > MAX_TIMER_MS) throw badValue(text, 'is too long', 'at most 24 days (576h)');
  return ms;
}

/** A duration of at most so many seconds. */
export function durationUpTo(maxSeconds: number): (text: string) => number {
  return (text) => {
    const ms = duration(text);
    if (ms > maxSeconds * 1000) throw badValue(text, 'is too long', `at most ${maxSeconds}s`);
    return ms;
  };
}

/** A duration that has to be longer than nothing. */
export function positiveDuration(text: string): number {
  const ms = duration(text);
  if (ms === 0) throw badValue(text, 'is no time at all', 'a duration above 0');
  return ms;
}

/**
 * A whole number within these bounds, which may be written as 1e6.
 *
 * @param otherwise - what else the option takes, for the error: `, or auto`
 */
export function integer(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
  otherwise = '',
): (text: string) => number {
  const range =
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min} up` : `a number from ${min} to ${max}`;
  const wanted = range + otherwise;
  return (text) => {
    const value = SIGNED.test(text) ? Number(text) : NaN;
    if (value % 1 !== 0 && Math.abs(value) !== Infinity)
      throw badValue(text, 'is not a whole number', wanted);
    if (value < min || value > max) throw badValue(text, 'is out of range', wanted);
    return value;
  };
}

/** A count that makes no sense below 1. */
export const positiveInteger = integer(1);

const workerNumber = integer(1, MAX_WORKERS, ', or auto');

/** A number of processes; `auto` is one for each processor that this one may use. */
export function workerCount(text: string): number {
  if (text.toLowerCase() === 'auto') return Math.min(availableParallelism(), MAX_WORKERS);
  return workerNumber(text);
}

/** A port to listen on: 0 takes any free one. */
export const listeningPort = integer(0, 65535);

/** A port to connect to. */
export const targetPort = integer(1, 65535);

/** `100`, `0.5`, `.5`, `1e6`; NaN for anything else. */
export function plainNumber(text: string): number {
  return PLAIN.test(text) ? Number(text) : NaN;
}

/** A number above 0, such as a rate, and up to `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = plainNumber(text);
    if (!(value > 0)) throw badValue(text, 'is not a number above 0', 'a number such as 100 or 0.5');
    if (value > max) throw badValue(text, 'is out of range', `a number above 0 and up to ${max}`);
    return value;
  };
}

const MAX_BYTES = Number.MAX_SAFE_INTEGER;
const UNIT_BYTES = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;
const BYTES = new RegExp(`^(${NUMBER})([KMG]?)$`, 'i');

/** `100`, `64K`, `1.5M`, `1G` → whole bytes, from 0 up; K is 1024. */
export function bytes(text: string): number {
  const [, amount, unit = ''] = BYTES.exec(text) ?? [];
  if (amount === undefined) throw badValue(text, 'is not a number of bytes', 'one such as 100, 64K or 1M');
  const value = Math.round(Number(amount) * UNIT_BYTES[unit.toUpperCase() as keyof typeof UNIT_BYTES]);
  if (value > MAX_BYTES) throw badValue(text, 'is out of range', `at most ${MAX_BYTES} bytes`);
  return value;
}

/** Bytes a second, at least one. */
export function byteRate(text: string): number {
  const rate = bytes(text);
  if (rate === 0) throw badValue(text, 'is no rate at all', 'bytes a second such as 64K');
  return rate;
}

/** A share from 0 to 1. */
export function share(text: string): number {
  const value = plainNumber(text);
  if (!(value >= 0 && value <= 1))
    throw badValue(text, 'is not a share', 'a number from 0 to 1, such as 0.2');
  return value;
}

/** Networks in CIDR notation, comma-separated. */
export function cidrList(text: string): readonly string[] {
  const cidrs = text.split(',').map((cidr) => cidr.trim());
  new CidrSet(cidrs);
  return cidrs;
}

/** A path of a file; `-` is for commands that read standard input. */
export function filePath(text: string): string {
  if (text === '' || text === '-')
    throw badValue(text, 'is not a file', 'a path such as ./lbsim.txt, or /dev/stdout');
  return text;
}

/** Lines of text, at least one. */
export function lines(text: string): readonly string[] {
  return text.split('\n');
}

/** One of a few words; upper and lower case are the same. A near miss is answered with the nearest of them. */
export function choice<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): (text: string) => T {
  const known = new Map([
    ...Object.entries(aliases),
    ...words.map((word) => [word.toLowerCase(), word] as const),
  ]);
  return (text) => {
    const found = known.get(text.toLowerCase());
    if (found === undefined)
      throw badValue(text, 'is not one of the choices', `${words.join(', ')}${didYouMean(text, words)}`);
    return found;
  };
}

const BACKEND = /^(?:(?<name>[^=@]+)=)?(?<address>[^@=]+)(?:@(?<weight>.*))?$/;
const ADDRESS = /^(?:\[(?<ipv6>[^[\]\s]+)\]|(?<host>[^:[\]\s]+)):(?<port>[^:]*)$/;

const weight = integer(1, MAX_WEIGHT);

/** A host name or an IP address, IPv6 with or without brackets: `localhost`, `::1`, `[fe80::1%eth0]`. */
export function host(text: string): string {
  const inBrackets = /^\[(.*)\]$/.exec(text.trim())?.[1];
  if (inBrackets === undefined) return text;
  if (!isIPv6(inBrackets)) throw badValue(text, 'is not an IPv6 address', 'one such as ::1 or [::1]');
  return inBrackets;
}

/** Host and port of `127.0.0.1:8080`, `[::1]:8080`, `[fe80::1%eth0]:8080`; undefined for anything else. */
function splitAddress(text: string): { readonly host: string; readonly port: string } | undefined {
  const { ipv6, host, port } = ADDRESS.exec(text)?.groups ?? {};
  const where = ipv6 !== undefined && isIPv6(ipv6) ? ipv6 : host;
  return where === undefined || port === undefined ? undefined : { host: where, port };
}

/** `127.0.0.1:8080`, `[::1]:8080`. */
export function address(text: string): Address {
  const found = splitAddress(text);
  if (found === undefined)
    throw badValue(text, 'is not an address', 'host:port, such as 127.0.0.1:8080 or [::1]:8080');
  return { host: found.host, port: within(text, 'address', 'port', () => targetPort(found.port)) };
}

/** `[name=]host:port[@weight]`, comma-separated. */
export function backendList(text: string): BackendSpec[] {
  if (text.trim() === '') throw badValue(text, 'names no backend', 'host:port[,host:port…]');
  return text.split(',').map((entry) => backend(entry.trim()));
}

function backend(text: string): BackendSpec {
  const parts = BACKEND.exec(text)?.groups;
  const address = splitAddress(parts?.address ?? '');
  if (parts === undefined || address === undefined) {
    throw badValue(
      text,
      'is not a backend',
      '[name=]host:port[@weight], such as 127.0.0.1:8881 or B1=[::1]:8881@3',
    );
  }
  return {
    host: address.host,
    port: within(text, 'backend', 'port', () => targetPort(address.port)),
    ...(parts.name !== undefined && { name: parts.name.trim() }),
    ...(parts.weight !== undefined && {
      weight: within(text, 'backend', 'weight', () => weight(parts.weight ?? '')),
    }),
  };
}

/** Says in what, and in which part of it, a number is wrong. */
function within<T>(text: string, what: string, part: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${what} '${text}': ${part} ${error.message}`);
    throw error;
  }
}
