import { describe, expect, it } from '@jest/globals';
import { alarms, falseFailovers, parsedLog } from '../../trials/chaos/log.js';

const record = (level: string, event: string, ms = 1000) => ({
  ...{ level, event, backend: 'B1', timestamp: new Date(ms).toISOString() },
});

const KILL = { kind: 'kill', backend: 'B1', deadly: true, from: 10_000, until: 10_010, backAt: 11_000 };

describe('a log', () => {
  it('is split into its records and the lines that are none', () => {
    const text = `${JSON.stringify(record('info', 'listening'))}\nlbsim: internal error: x\n    at y\n`;

    expect(parsedLog(text)).toEqual({
      records: [record('info', 'listening')],
      strangers: ['lbsim: internal error: x', '    at y'],
    });
  });

  it('alarms by errors, and by warnings that are not expected', () => {
    const records = [record('warn', 'failover'), record('info', 'stopped'), record('warn', 'worker_lost')];

    expect(alarms(records)).toEqual([JSON.stringify(records[2])]);
    expect(alarms([record('error', 'accept_failed')])).toHaveLength(1);
    expect(alarms([record('error', 'failover')])).toHaveLength(1);
  });

  it('is believed about a failover that had a cause, and not about others', () => {
    const failoverAt = (ms: number) => [record('warn', 'failover', ms)];

    expect(falseFailovers(failoverAt(10_200), [KILL], 500)).toEqual([]);
    expect(falseFailovers(failoverAt(9000), [KILL], 500)).toHaveLength(1);
    expect(falseFailovers(failoverAt(12_000), [KILL], 500)).toHaveLength(1);
    expect(falseFailovers(failoverAt(10_200), [{ ...KILL, backend: 'B2' }], 500)).toHaveLength(1);
    expect(falseFailovers(failoverAt(10_200), [{ ...KILL, deadly: false }], 500)).toHaveLength(1);
    expect(falseFailovers(failoverAt(10_200), [], 500)).toHaveLength(1);
  });

  it('may be late by as long as the balancer stood still, but standing still is no cause', () => {
    const failovers = [record('warn', 'failover', 12_600)];
    const still = [{ from: 10_500, until: 12_500 }];

    expect(falseFailovers(failovers, [KILL], 500)).toHaveLength(1);
    expect(falseFailovers(failovers, [KILL], 500, still)).toEqual([]);
    expect(falseFailovers(failovers, [], 500, still)).toHaveLength(1);
    expect(falseFailovers(failovers, [{ ...KILL, backAt: 10_100 }], 300, still)).toHaveLength(1);
    expect(falseFailovers(failovers, [KILL], 500, [{ from: 12_700, until: 14_700 }])).toHaveLength(1);
  });
});
