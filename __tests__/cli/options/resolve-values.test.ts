import { describe, expect, it } from '@jest/globals';
import { resolveValues } from '../../../lib/cli/options/resolve-values.js';
import { list } from '../../../lib/schema/list.js';
import { integer } from '../../../lib/schema/number.js';
import { flag, option, optional, required } from '../../../lib/schema/option.js';
import { text as anyText } from '../../../lib/schema/word.js';
import { cleanup } from '../../helpers/cleanup.js';
import { temporaryFile } from '../../helpers/folder.js';

const onEnd = cleanup();
const TABLE = {
  config: optional(anyText, 'x'),
  'max-age': option(integer(0), 1, 'x'),
  list: optional(
    list('words', (word) => word),
    'x',
  ),
  json: flag('x'),
};

const file = (name: string, content: string): Promise<string> => temporaryFile(onEnd, name, content);

describe('the values of options', () => {
  it('takes the default, over it the file, over it the environment, over it the command line', async () => {
    const config = await file('lb.yaml', 'max-age: 2\n');
    const env = { LBSIM_MAX_AGE: '3' };
    expect((await resolveValues(TABLE, { argv: {}, env: {} }))['max-age']).toBe(1);
    expect((await resolveValues(TABLE, { argv: { config }, env: {} }))['max-age']).toBe(2);
    expect((await resolveValues(TABLE, { argv: { config }, env }))['max-age']).toBe(3);
    expect((await resolveValues(TABLE, { argv: { config, 'max-age': '4' }, env }))['max-age']).toBe(4);
  });

  it('reads JSON, numbers, booleans and lists, and finds the file through the environment', async () => {
    const config = await file('lb.json', '{"max-age": 7, "json": true, "list": ["a", "b"]}');
    const values = await resolveValues(TABLE, { argv: {}, env: { LBSIM_CONFIG: config } });
    expect(values).toMatchObject({ 'max-age': 7, json: true, list: ['a', 'b'] });
  });

  it('joins what is given several times where that makes sense, and takes the last elsewhere', async () => {
    const values = await resolveValues(TABLE, {
      argv: { list: ['a', 'b,c'], 'max-age': ['1', '2'] },
      env: {},
    });
    expect(values).toMatchObject({ list: ['a', 'b', 'c'], 'max-age': 2 });
  });

  it('takes an empty file for no options and an empty variable for none', async () => {
    const config = await file('lb.yaml', '');
    expect(await resolveValues(TABLE, { argv: { config }, env: { LBSIM_MAX_AGE: '' } })).toMatchObject({
      'max-age': 1,
    });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['off', false],
  ])('reads %s as a flag from the environment', async (text, value) => {
    expect((await resolveValues(TABLE, { argv: {}, env: { LBSIM_JSON: text } })).json).toBe(value);
  });

  it('names what is missing', async () => {
    const table = { backends: required(anyText, 'a list') };
    await expect(resolveValues(table, { argv: {}, env: {} })).rejects.toThrow(
      '--backends is missing: a list',
    );
  });

  it('leaves out a variable without effect, and takes what is given elsewhere in its place', async () => {
    const table = { ...TABLE, depth: option(integer(0), 1, 'x', { needs: { one: ['json'] } }) };
    const env = { LBSIM_DEPTH: '3' };
    expect((await resolveValues(table, { argv: {}, env })).depth).toBe(1);
    expect((await resolveValues(table, { argv: { json: 'on' }, env })).depth).toBe(3);
    const config = await file('lb.yaml', 'depth: 2\n');
    expect((await resolveValues(table, { argv: { config }, env })).depth).toBe(2);
  });
});
