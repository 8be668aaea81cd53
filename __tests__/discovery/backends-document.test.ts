import { describe, expect, it } from '@jest/globals';
import { backendList } from '../../lib/control/backend-list.js';
import { readBackends } from '../../lib/discovery/backends-document.js';

const A = { name: 'A', host: '10.0.0.1', port: 80, weight: 3, backup: false };
const PLAIN = { name: '10.0.0.2:81', host: '10.0.0.2', port: 81, weight: 1, backup: false };
const V6 = { name: '[::1]:82', host: '::1', port: 82, weight: 1, backup: false };

describe('a document of backends', () => {
  it.each([
    ['lines', '# ours\n\nA=10.0.0.1:80@3\n  10.0.0.2:81  # the second\n[::1]:82\n'],
    [
      'lines that end as on Windows, after a mark of the byte order',
      '\uFEFFA=10.0.0.1:80@3\r\n10.0.0.2:81\r\n[::1]:82\r\n',
    ],
    ['a line with commas', '[::1]:82, 10.0.0.2:81,A=10.0.0.1:80@3'],
    ['a YAML list of texts', '---\n# ours\n- A=10.0.0.1:80@3\n- 10.0.0.2:81\n- "[::1]:82"\n'],
    [
      'a YAML list of objects',
      '- { name: A, host: 10.0.0.1, port: 80, weight: 3 }\n- host: 10.0.0.2\n  port: 81\n- { host: "::1", port: 82 }\n',
    ],
    ['a YAML list in brackets', '[A=10.0.0.1:80@3, 10.0.0.2:81, "[::1]:82"]'],
    ['JSON', JSON.stringify([{ ...A }, '10.0.0.2:81', { host: '::1', port: 82 }], null, 2)],
    [
      'file_sd',
      JSON.stringify([
        { targets: ['A=10.0.0.1:80@3'], labels: { a: 'b' } },
        { targets: ['10.0.0.2:81', '[::1]:82'] },
      ]),
    ],
  ])('may be %s', async (_, text) => {
    const { targets, errors } = await readBackends(text, backendList);
    expect(errors).toEqual([]);
    expect(targets.toSorted((one, other) => one.port - other.port)).toEqual([A, PLAIN, V6]);
  });

  it('may have backups', async () => {
    const { targets } = await readBackends('- { host: a, port: 1, backup: true }', backendList);
    expect(targets).toMatchObject([{ name: 'a:1', backup: true }]);
  });

  it.each(['[]', '[] # none', '---\n[]', '[{"targets":[]}]'])('has none: %j', async (text) => {
    expect(await readBackends(text, backendList)).toEqual({ targets: [], errors: [] });
  });

  it.each([
    ['', ['1:1 it is empty: write a backend a line, or [] for none']],
    ['# none yet\n\n', ['1:1 it is empty: write a backend a line, or [] for none']],
    ['a:1\n  b\n\nc:0', [/^2:3 'b' is not a backend/, /^4:1 backend 'c:0': port '0' is out of range/]],
    [
      '- a:1\n- { host: b }\n- { host: c, prot: 1, port: 2 }',
      [/^2:3 backend 'b': port is missing/, /^3:3 backend 'c': unknown key 'prot' \(did you mean port\?\)/],
    ],
    ['- a:1\n- [b:1]\n- ~', [/^2:3 .* is not a backend: write host:port$/, /^3:3 null is not a backend/]],
    [
      '[{"targets":["a:1",\n"b"]},\n{"targets":[{"host":"c"}]}]',
      [/^2:1 'b' is not a backend/, /^3:13 backend 'c': port is missing/],
    ],
    ['backends:\n  - a:1', [/^1:1 it is \{"backends":\["a:1"\]\}: write a list of backends$/]],
    ['{"a": 1}', [/^1:1 it is \{"a":"1"\}: write a list of backends$/]],
    ['[{"targets":["a:1"', [/neither YAML nor JSON/, /^1:19 /, /^1:19 /]],
    [
      'A=a:1\nB=a:1\nB=b:1',
      [
        '2:1 duplicate backend B: it has the address of A; list each backend once',
        '3:1 duplicate backend B: list each backend once',
      ],
    ],
    ['[{"targets":"a:1"}]', ['1:13 targets is \'a:1\', not a list: write ["a:1"]']],
    ['[{"targets":{"a":1}}]', [/^1:13 targets is \{"a":"1"\}, not a list: write \["10\.0\.0\.5:8080"\]$/]],
    [
      '- dns:app.lan:80\n- srv:_a._tcp.lan',
      [/^1:3 a name in DNS is an option, not a line of a file: use --backends$/, /^2:3 a name/],
    ],
    ['- "a\\u0007=b:1"', [/^1:3 backend name .* has control characters/]],
  ])('says where it is wrong: %j', async (text, expected) => {
    const { targets, errors } = await readBackends(text, backendList);
    expect(targets).toEqual([]);
    const said = errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(said).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});
