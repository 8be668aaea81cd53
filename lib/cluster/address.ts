import { optionError } from '../errors.js';
import { badValue, defineKind, type Kind } from '../schema/kind.js';

/** Where the store of a lab is, and which lab of that store. */
export interface ClusterAddress {
  /** A host and port, or the path of a Unix socket. */
  readonly at:
    { readonly host: string; readonly port: number; readonly tls: boolean } | { readonly path: string };
  /** Number of the database. */
  readonly database: number;
  readonly lab: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

const DEFAULT_PORT = 6379;
const DEFAULT_LAB = 'lbsim';
const LAB = /^[\w.-]{1,64}$/;
const PROTOCOLS = ['redis:', 'rediss:', 'unix:'];
const WANTED = 'redis://HOST:PORT[/DB][?lab=NAME], rediss:// for TLS, or unix:/PATH[?lab=NAME]';
const PARAMETERS = ['lab'];
/** In the address of a Unix socket there is no other place for them. */
const SOCKET_PARAMETERS = ['lab', 'db', 'user', 'password'];
/** An address by whose form it is clear what of it is the password. */
const CLEAR = /^(\s*\w+:\/\/[^/?#@:]*)(:[^/?#]*)?@[^@]*$/;
/** In a path an @ is a character like any other. */
const SOCKET = /^\s*unix:(?:\/\/)?\/(?!\/)/i;
const PROTOCOL = /^\s*(?:rediss?|unix)?:?\/*/i;
/**
 * Up to what may be a password whose `@` was forgotten: what stands behind a colon and is no port, and behind no host at all
 * whatever it is.
 */
const FORGOTTEN_AT =
  /^(?!\s*unix:)(\s*(?:\w+:\/\/|rediss?:)?(?:[^/?#:@[]+:(?!\/|\d{1,5}(?:[/?#]|$))|:)).+$/is;
/** A parameter that may be a secret, up to one that is none. */
const SECRET_PARAMETER = /([?&](?!(?:lab|db|user)=)[^=&]*=).*?(?=&(?:lab|db|user)=|$)/gs;
const STRAY_PERCENT = 'has a % that is no part of %XX';
const ESCAPES = '; write / ? # @ % of a password as %XX';

/** `redis://127.0.0.1:6379/0?lab=course`; an error never shows the password. */
export const clusterAddress: Kind<string, ''> = {
  ...defineKind({
    type: 'string',
    range: 'redis://HOST:PORT[/DB][?lab=NAME]',
    schema: { type: 'string', pattern: '^(rediss?://[^/?#]+|unix:(//)?/)' },
    parse: (text) => {
      parseClusterAddress(text);
      return text;
    },
    show: withoutPassword,
  }),
  check: (_, text) => void parseClusterAddress(text),
};

const ID = /^[!-~]{1,128}$/;

/** What a balancer is known by among others. */
export const clusterId: Kind<string, ''> = defineKind({
  type: 'string',
  range: 'name',
  schema: { type: ['string', 'number', 'boolean'], pattern: ID.source },
  wanted: 'up to 128 letters, digits and signs, without a space',
  holds: (id) => ID.test(id),
  parse: (text) => {
    if (!ID.test(text))
      throw badValue(text, 'is not a name', 'up to 128 letters, digits and signs, without a space');
    return text;
  },
});

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function parseClusterAddress(text: string): ClusterAddress {
  const url = urlOf(text);
  if (url === undefined || !PROTOCOLS.includes(url.protocol))
    throw bad(text, 'is not the address of a store');
  const isSocket = url.protocol === 'unix:';
  refuseStraySigns(url, text, isSocket);
  const parameters = isSocket ? SOCKET_PARAMETERS : PARAMETERS;
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) throw bad(text, unknownParameter(unknown, text));
  const twice = parameters.find((name) => url.searchParams.getAll(name).length > 1);
  if (twice !== undefined) throw bad(text, `has ${twice} twice`);
  if (/%(?![\da-f]{2})/i.test(url.search)) throw bad(text, STRAY_PERCENT);
  const lab = url.searchParams.get('lab') ?? DEFAULT_LAB;
  if (!LAB.test(lab))
    throw bad(text, `has the lab '${lab}', not 1 to 64 letters, digits, dots, dashes or underscores`);
  return { ...(isSocket ? socketOf(url, text) : hostOf(url, text)), lab };
}

/**
 * An address as it may be shown, whether it is right or not. Where its form does not tell what of it is the password, all before
 * the last `@` is hidden but the protocol; without one, what stands where a password would.
 */
export function withoutPassword(text: string): string {
  const shown = SOCKET.test(text) ? text : withoutUserInfo(text);
  return shown.replace(SECRET_PARAMETER, '$1***');
}

/** Whether an address is one of {@link withoutPassword} that had a password: nobody can reach a store by it. */
export function lacksPassword(shown: string): boolean {
  return /^\s*\w+:\/\/[^/?#]*\*{3}@|[?&]password=\*{3}(?:[&#]|$)/.test(shown);
}

function withoutUserInfo(text: string): string {
  const at = text.lastIndexOf('@');
  if (at < 0) return text.replace(FORGOTTEN_AT, '$1***');
  const [, upToUser, password] = CLEAR.exec(text) ?? [];
  const shown = upToUser ?? `${PROTOCOL.exec(text)?.[0] ?? ''}***`;
  return `${shown}${password === undefined ? '' : ':***'}${text.slice(at)}`;
}

/** Signs that a URL parser takes for the end of a password, so that what follows may be a part of it and is not to be quoted. */
function refuseStraySigns(url: URL, text: string, isSocket: boolean): void {
  if (!isSocket && url.hostname === '') throw bad(text, 'names no host');
  if (!isSocket && `${url.pathname}${url.search}${url.hash}`.includes('@'))
    throw bad(text, 'has an @ behind its host');
  if (url.hash !== '') throw bad(text, 'has a #');
}

function unknownParameter(name: string, text: string): string {
  // Behind a password it may be a part of it.
  return withoutPassword(text).includes(`${name}=`)
    ? `has the unknown parameter ${name}`
    : 'has an unknown parameter';
}

function hostOf(url: URL, text: string): Omit<ClusterAddress, 'lab'> {
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  if (port === 0) throw bad(text, 'has port 0');
  return {
    at: { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, tls: url.protocol === 'rediss:' },
    database: databaseOf(url.pathname.replace(/^\//, ''), text),
    user: decoded(url.username, text),
    password: decoded(url.password, text),
  };
}

function socketOf(url: URL, text: string): Omit<ClusterAddress, 'lab'> {
  const path = decoded(url.pathname, text);
  if (url.host !== '' || !path?.startsWith('/')) throw bad(text, 'names no absolute path');
  const { searchParams } = url;
  return {
    at: { path },
    database: databaseOf(searchParams.get('db') ?? '', text),
    user: searchParams.get('user') ?? undefined,
    password: searchParams.get('password') ?? undefined,
  };
}

function databaseOf(written: string, text: string): number {
  if (!/^\d{0,6}$/.test(written)) throw bad(text, `has the database '${written}', not a number from 0 up`);
  return Number(written);
}

/** @returns undefined for nothing */
function decoded(written: string, text: string): string | undefined {
  try {
    return written === '' ? undefined : decodeURIComponent(written);
  } catch (cause) {
    throw bad(text, STRAY_PERCENT, cause);
  }
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function bad(text: string, wrong: string, cause?: unknown): Error {
  const hint = mayNeedEscapes(text) ? ESCAPES : '';
  return optionError(`'${withoutPassword(text)}' ${wrong}: use ${WANTED}${hint}`, cause);
}

/** Whether a password may have ended too early. */
function mayNeedEscapes(text: string): boolean {
  if (SOCKET.test(text)) return /[?&]password=/.test(text);
  return /^\s*\w+:\/\//.test(text) && text.includes('@') && !CLEAR.test(text);
}
