import { describe, expect, it } from '@jest/globals';
import * as kinds from '../../lib/control/algorithm-kind.js';

const { parse: algorithmOrFile } = kinds.algorithm;
const { parse: algorithmList } = kinds.algorithmList;

describe('an algorithm on the command line', () => {
  it.each([
    ['Round-Robin', 'round-robin'],
    ['rr', 'round-robin'],
    ['LEASTCONN', 'least-connections'],
    ['least_conn', 'least-connections'],
    ['p2c', 'power-of-two'],
    ['random2', 'power-of-two'],
  ])('is a name, or an alias that stands for one: %s', (text, name) => {
    expect(algorithmOrFile(text)).toBe(name);
  });

  it.each(['./Mine', 'mine.js', 'mine.mjs', 'mine.cjs', 'Mine.ts', 'mine.mts', '/a/b', 'a\\b'])(
    'is a file, as it was written: %s',
    (text) => {
      expect(algorithmOrFile(text)).toBe(text);
    },
  );

  it('is nothing else', () => {
    expect(() => algorithmOrFile('shortest-queue-of-mine')).toThrow(
      /^'shortest-queue-of-mine' is not one of the choices: use auto, .*, or a file such as \.\/mine\.js$/,
    );
    expect(() => algorithmOrFile('round-robbin')).toThrow('(did you mean round-robin?)');
  });
});

describe('algorithms to be compared', () => {
  it('are names of the scheduler table, aliases and files', () => {
    expect(algorithmList('random, ROUND-ROBIN,p2c , ./mine.js')).toEqual([
      'random',
      'round-robin',
      'power-of-two',
      './mine.js',
    ]);
    expect(() => algorithmList('random,')).toThrow("'' is not an algorithm: use auto, round-robin");
  });

  it.each([
    ['random,auto,random', 'random'],
    ['round-robin,rr', 'rr'],
    ['./mine.js,./mine.js', './mine.js'],
  ])('are named once: %s', (text, again) => {
    expect(() => algorithmList(text)).toThrow(`'${again}' is named twice: use each algorithm once`);
  });
});
