import { describe, expect, it } from '@jest/globals';
import { BucketCounts } from '../../lib/control/distribution.js';
import { exposition } from '../../lib/metrics/exposition.js';
import type { Family, MetricType, MetricSample } from '../../lib/metrics/family.js';
import { byWord, histogram, states, value } from '../../lib/metrics/samples.js';

function family(name: string, type: MetricType, samples: readonly MetricSample[], help = 'Help'): Family {
  return { name, type, labels: [], help, samples };
}

const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join('');

describe('the text format of Prometheus', () => {
  it('has help, type and samples of each family, and no family without samples', () => {
    const text = exposition(
      [
        family('a_total', 'counter', [value(3)]),
        family('none', 'gauge', []),
        family('b', 'gauge', byWord('state', { up: 1, down: 0.5 }, { backend: 'B1' })),
      ],
      'prometheus',
    );
    expect(text).toBe(
      lines(
        '# HELP a_total Help',
        '# TYPE a_total counter',
        'a_total 3',
        '# HELP b Help',
        '# TYPE b gauge',
        'b{backend="B1",state="up"} 1',
        'b{backend="B1",state="down"} 0.5',
      ),
    );
  });

  it('escapes what ends a label or a line', () => {
    const odd = family('a', 'gauge', [value(1, { name: 'x"y\\z\nw {}=,é' })], 'One\\two\n"three"');
    expect(exposition([odd], 'prometheus')).toBe(
      lines(
        String.raw`# HELP a One\\two\n"three"`,
        '# TYPE a gauge',
        String.raw`a{name="x\"y\\z\nw {}=,é"} 1`,
      ),
    );
    expect(exposition([odd], 'openmetrics')).toContain(String.raw`# HELP a One\\two\n\"three\"`);
  });

  it('writes numbers as Prometheus reads them', () => {
    const numbers = [0, -1.5, 1e21, 1e-9, Infinity, -Infinity, NaN].map((number) => value(number));
    const values = exposition([family('a', 'gauge', numbers)], 'prometheus').match(/^a (.*)$/gm);
    expect(values).toEqual(['a 0', 'a -1.5', 'a 1e+21', 'a 1e-9', 'a +Inf', 'a -Inf', 'a NaN']);
  });

  it('has cumulative buckets, up to infinity, with sum and count', () => {
    const counts = new BucketCounts([5, 1000]);
    for (const ms of [1, 5, 6, 1000, 1001, 5000]) counts.record(ms);
    const text = exposition([family('a_seconds', 'histogram', histogram(counts.distribution))], 'prometheus');
    expect(text).toBe(
      lines(
        '# HELP a_seconds Help',
        '# TYPE a_seconds histogram',
        'a_seconds_bucket{le="0.005"} 2',
        'a_seconds_bucket{le="1.0"} 4',
        'a_seconds_bucket{le="+Inf"} 6',
        'a_seconds_sum 7.013',
        'a_seconds_count 6',
      ),
    );
  });

  it('shows information and states as gauges', () => {
    const text = exposition(
      [
        family('a_info', 'info', [value(1, { version: '1' })]),
        family('b', 'stateset', states(['up', 'down'], 'down', { backend: 'B1' })),
      ],
      'prometheus',
    );
    expect(text).toContain('# TYPE a_info gauge\na_info{version="1"} 1\n');
    expect(text).toContain('# TYPE b gauge\nb{backend="B1",state="up"} 0\nb{backend="B1",state="down"} 1\n');
  });
});

describe('OpenMetrics', () => {
  it('names families without the suffixes of their types, and ends with EOF', () => {
    const text = exposition(
      [family('a_total', 'counter', [value(3)]), family('b_info', 'info', [value(1, { version: '1' })])],
      'openmetrics',
    );
    expect(text).toBe(
      lines(
        '# HELP a Help',
        '# TYPE a counter',
        'a_total 3',
        '# HELP b Help',
        '# TYPE b info',
        'b_info{version="1"} 1',
        '# EOF',
      ),
    );
  });

  it('has a label for states that is named after the family, beside the one of the other format', () => {
    const text = exposition([family('b', 'stateset', states(['up'], 'up', {}))], 'openmetrics');
    expect(text).toBe(lines('# HELP b Help', '# TYPE b stateset', 'b{state="up",b="up"} 1', '# EOF'));
  });

  it('has no two families of one name', () => {
    const text = exposition(
      [family('a', 'gauge', [value(1)]), family('a_total', 'counter', [value(3)])],
      'openmetrics',
    );
    expect(text.match(/^# TYPE .*$/gm)).toEqual(['# TYPE a gauge', '# TYPE a_total unknown']);
    expect(text).toContain('\na_total 3\n');
  });
});
