import { optionError } from '../../errors.js';
import { checkShape } from '../../option-shape.js';
import { printable } from '../../printable.js';
import { namingPart } from '../../schema/address.js';
import { badValue, defineKind, type Kind, type Parts } from '../../schema/kind.js';
import { listSchema } from '../../schema/list.js';
import { plainNumber, positiveNumber } from '../../schema/number.js';
import { text } from '../../schema/word.js';
import type { SimulationSettings } from './settings.js';

/** A class of requests that is asked for. Shares and means count relative to those of the other classes. */
export interface RequestClassSpec {
  /** Up to 20 printable characters, none of them a comma or a colon; of its own among the classes. */
  readonly name: string;
  /** Weight of the class among the requests, from 0.000001 to 1000000: with 9 and 1, nine requests in ten are of the first. */
  readonly share: number;
  /** Mean service time relative to the other classes, from 0.000001 to 1000000; all are scaled so that `serviceMean` is the mean of all requests. */
  readonly mean: number;
}

const MOST_CLASSES = 8;
const LONGEST_NAME = 20;
const EXAMPLE = 'read:9:1,write:1:10';
const NAME_WANTED = `1 to ${LONGEST_NAME} printable characters without commas and colons, such as read`;

const RELATIVE_WANTED = 'a number that counts relative to the other classes, such as 9 or 0.5';

const inRange = positiveNumber(1e6, 1e-6);

const relative: Kind<number, ''> = {
  ...inRange,
  parse(written) {
    if (!(plainNumber(written) > 0)) throw badValue(written, 'is not a number above 0', RELATIVE_WANTED);
    return inRange.parse(written);
  },
};

const className: Kind<string, ''> = {
  ...text,
  range: NAME_WANTED,
  schema: { type: ['string', 'number', 'boolean'], pattern: `^(?!\\s*$)[^,:]{1,${LONGEST_NAME}}$` },
  parse(written) {
    refuseBadName(written);
    return written;
  },
  check: (_, value) => refuseBadName(value),
};

const PARTS = {
  what: 'class',
  kinds: { name: className, share: relative, mean: relative },
  required: ['name', 'share', 'mean'],
} as const satisfies Parts;

const SHAPE = { name: 'string', share: 'number', mean: 'number' } as const;

/** `read:9:1,write:1:10`: name, share and mean of each class; in a file also objects. */
export const requestClasses: Kind<readonly RequestClassSpec[], ''> = {
  ...defineKind({
    type: 'objects',
    range: 'NAME:SHARE:MEAN[,NAME:SHARE:MEAN…]',
    joinedBy: ',',
    schema: listSchema({ anyOf: [{ type: 'string' }, objectSchema()] }),
    parse: (written: string): readonly RequestClassSpec[] =>
      written.split(',').map((part) => parseClass(part.trim())),
    show: (classes) => classes.map(({ name, share, mean }) => `${name}:${share}:${mean}`).join(','),
    parts: () => PARTS,
  }),
  check(name, classes) {
    for (const each of classes) refuseBadClass(each);
    refuseBadNumber(name, classes);
    const names = classes.map((each) => each.name.normalize('NFC'));
    const twice = names.find((each, index) => names.indexOf(each) < index);
    if (twice !== undefined)
      throw optionError(`${name} has '${twice}' twice: give each class a name of its own, as in ${EXAMPLE}`);
  },
};

/** The setting of a run: shares that are 1 together, and service times whose mean over all requests is `serviceMean`. */
export function classesOf(
  { classes }: { readonly classes?: readonly RequestClassSpec[] | undefined },
  serviceMean: number,
): Pick<SimulationSettings, 'classes'> {
  if (classes === undefined) return {};
  const weight = classes.reduce((sum, { share }) => sum + share, 0);
  const mean = classes.reduce((sum, each) => sum + (each.share / weight) * each.mean, 0);
  return {
    classes: classes.map((each) => ({
      name: each.name,
      share: each.share / weight,
      serviceMean: serviceMean * (each.mean / mean),
    })),
  };
}

function parseClass(written: string): RequestClassSpec {
  const [name = '', share, mean, ...rest] = written.split(':').map((part) => part.trim());
  if (share === undefined || mean === undefined || rest.length > 0)
    throw badValue(written, 'is not a class', `NAME:SHARE:MEAN, as in ${EXAMPLE}`);
  if (name === '') throw badValue(written, 'has no name', `NAME:SHARE:MEAN, as in ${EXAMPLE}`);
  refuseBadName(name);
  return {
    name,
    share: namingPart(written, 'class', 'share', () => relative.parse(share)),
    mean: namingPart(written, 'class', 'mean', () => relative.parse(mean)),
  };
}

function refuseBadClass(each: RequestClassSpec): void {
  checkShape('RequestClassSpec', each, SHAPE, PARTS.required);
  refuseBadName(each.name);
  relative.check(`share of class '${each.name}'`, each.share);
  relative.check(`mean of class '${each.name}'`, each.mean);
}

/** Characters that format others, such as a soft hyphen, are seen in none: names with them look like other names. */
function refuseBadName(name: string): void {
  const { length } = Array.from(name);
  const isShort = length > 0 && length <= LONGEST_NAME;
  const seen = printable(name).replace(/[\p{Cf}\p{Cs}]/gu, escaped);
  if (!isShort || name.trim() !== name || /[,:]/.test(name) || seen !== name)
    throw badValue(seen, 'is not a name of a class', NAME_WANTED);
}

/** `\u00ad` */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function refuseBadNumber(option: string, classes: readonly RequestClassSpec[]): void {
  const [first, second] = classes;
  if (first === undefined) throw optionError(`${option} [] names none: use two or more, such as ${EXAMPLE}`);
  if (second === undefined)
    throw optionError(
      `${option} has '${first.name}' only, so all requests are alike: add another, as in ${EXAMPLE}, or leave it out`,
    );
  if (classes.length > MOST_CLASSES)
    throw optionError(`${option} has ${classes.length} classes: use at most ${MOST_CLASSES}`);
}

function objectSchema(): object {
  const properties = Object.fromEntries(
    Object.entries(PARTS.kinds).map(([name, { schema }]) => [name, schema]),
  );
  return { type: 'object', properties, required: PARTS.required, additionalProperties: false };
}
