import { describe, expect, it } from '@jest/globals';
import { requestClasses, type RequestClassSpec } from '../../../lib/simulator/plan/classes-kind.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

const READ: RequestClassSpec = { name: 'read', share: 9, mean: 1 };
const WRITE: RequestClassSpec = { name: 'write', share: 1, mean: 10 };

describe('classes of requests, as text', () => {
  it('are names with shares and means', () => {
    expect(requestClasses.parse('read:9:1, write : 1 : 1e1')).toEqual([READ, WRITE]);
    expect(requestClasses.show([READ, WRITE])).toBe('read:9:1,write:1:10');
    expect(requestClasses.parse(requestClasses.show([READ, WRITE]))).toEqual([READ, WRITE]);
  });

  it('have names of up to 20 characters of any script', () => {
    for (const name of ['😀'.repeat(20), 'e\u0301te\u0301', 'запись'])
      expect(requestClasses.parse(`${name}:1:1`)).toEqual([{ name, share: 1, mean: 1 }]);
  });

  it.each([
    ['', "'' is not a class: use NAME:SHARE:MEAN, as in read:9:1,write:1:10"],
    ['read:9:1,', "'' is not a class: use NAME:SHARE:MEAN"],
    ['read:9', "'read:9' is not a class: use NAME:SHARE:MEAN"],
    ['read:9:1:1', "'read:9:1:1' is not a class: use NAME:SHARE:MEAN"],
    [' :9:1', "':9:1' has no name: use NAME:SHARE:MEAN"],
    [
      'read:0:1',
      "class 'read:0:1': share '0' is not a number above 0: use a number that counts relative to the other",
    ],
    ['read:9:-1', "class 'read:9:-1': mean '-1' is not a number above 0"],
    [
      'read:9:1ms',
      "class 'read:9:1ms': mean '1ms' is not a number above 0: use a number that counts relative to",
    ],
    ['read:many:1', "class 'read:many:1': share 'many' is not a number above 0"],
    ['read:9:1e7', "class 'read:9:1e7': mean '1e7' is out of range: use a number from 0.000001 to 1000000"],
    [`${'x'.repeat(21)}:1:1`, `'${'x'.repeat(21)}' is not a name of a class: use 1 to 20 printable`],
    ['a\u200b:1:1', String.raw`'a\u200b' is not a name of a class: use 1 to 20 printable`],
    ['a\u00ad:1:1', String.raw`'a\u00ad' is not a name of a class: use 1 to 20 printable`],
    ['a\ud800:1:1', String.raw`'a\ud800' is not a name of a class: use 1 to 20 printable`],
    ['a\u{e0041}:1:1', String.raw`'a\udb40\udc41' is not a name of a class: use 1 to 20 printable`],
    [`${'😀'.repeat(21)}:1:1`, `'${'😀'.repeat(21)}' is not a name of a class: use 1 to 20 printable`],
    ['a\u001b[31m:1:1', String.raw`'a\u001b[31m' is not a name of a class: use 1 to 20 printable`],
  ])('are not %j', (text, message) => {
    expect(() => requestClasses.parse(text)).toThrow(message);
  });
});

describe('classes of a plan', () => {
  it('have shares that are 1 together, and the mean service time of all requests', () => {
    const { classes = [] } = planSimulation({ classes: [READ, WRITE], serviceMean: '20ms' }).settings;

    expect(classes.map(({ name }) => name)).toEqual(['read', 'write']);
    expect(classes.map(({ share }) => share)).toEqual([0.9, 0.1]);
    const [read = NaN, write = NaN] = classes.map(({ serviceMean }) => serviceMean);
    expect(0.9 * read + 0.1 * write).toBeCloseTo(20, 10);
    expect(write / read).toBeCloseTo(10, 10);
  });

  it('are absent where none are given', () => {
    expect(planSimulation({}).settings).not.toHaveProperty('classes');
  });

  const CLASS_OF_EIGHT = 'abcdefgh'.split('').map((name) => ({ name, share: 1, mean: 1 }));

  it('are up to eight', () => {
    expect(planSimulation({ classes: CLASS_OF_EIGHT }).settings.classes).toHaveLength(8);
  });

  it.each<[string, readonly unknown[], string]>([
    ['none', [], 'classes [] names none: use two or more, such as read:9:1,write:1:10'],
    [
      'one',
      [READ],
      "classes has 'read' only, so all requests are alike: add another, as in read:9:1,write:1:10, or leave it out",
    ],
    ['nine', [...CLASS_OF_EIGHT, READ], 'classes has 9 classes: use at most 8'],
    [
      'two of one name',
      [READ, { ...WRITE, name: 'read' }],
      "classes has 'read' twice: give each class a name of its own, as in read:9:1,write:1:10",
    ],
    [
      'two of one name that are written in two ways',
      [
        { ...READ, name: 'caf\u00e9' },
        { ...WRITE, name: 'cafe\u0301' },
      ],
      "classes has 'caf\u00e9' twice: give each class a name of its own, as in read:9:1,write:1:10",
    ],
    [
      'one without a mean',
      [READ, { name: 'write', share: 1 }],
      'mean is missing in {"name":"write","share":1}: see RequestClassSpec',
    ],
    [
      'one with more than there is',
      [READ, { ...WRITE, kind: 1 }],
      "unknown option 'kind': use one of name, share, mean",
    ],
    [
      'a share that is no number',
      [READ, { ...WRITE, share: NaN }],
      "share of class 'write' NaN is out of range: use a number from 0.000001 to 1000000",
    ],
    [
      'a mean of 0',
      [READ, { ...WRITE, mean: 0 }],
      "mean of class 'write' 0 is out of range: use a number from 0.000001 to 1000000",
    ],
    [
      'a name with a colon',
      [READ, { ...WRITE, name: 'a:b' }],
      "'a:b' is not a name of a class: use 1 to 20 printable characters without commas and colons, such as read",
    ],
    ['a blank name', [READ, { ...WRITE, name: ' ' }], "' ' is not a name of a class"],
  ])('are not %s', (_, classes, message) => {
    expect(() => planSimulation({ classes: classes as readonly RequestClassSpec[] })).toThrow(message);
  });
});
