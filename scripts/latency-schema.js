// What lbsim's JSON says of latencies, as a schema: LatencySummary in lib/latency/latency-summary.ts.

const quantile = (what) => ({
  description: `${what}; off by less than 0.8 %`,
  type: ['number', 'null'],
  minimum: 0,
});

/** Of `latency` in the JSON of lbsim simulate, compare and client, and of `connect` in that of lbsim client. */
export const LATENCY_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Latencies in the JSON of lbsim simulate, compare and client',
  type: 'object',
  properties: {
    unit: {
      description:
        'ms; null where the mean service time of a simulation is a number without a unit: times are in the unit of that',
      enum: ['ms', null],
    },
    count: { description: 'How many were measured', type: 'integer', minimum: 0 },
    mean: { description: 'Mean of all; null without any', type: ['number', 'null'], minimum: 0 },
    p50: quantile('Value that 50 % of all do not exceed'),
    p90: quantile('Value that 90 % of all do not exceed'),
    p99: quantile('Value that 99 % of all do not exceed'),
    p999: quantile('Value that 99.9 % of all do not exceed'),
    max: { description: 'The greatest', type: ['number', 'null'], minimum: 0 },
    histogram: {
      description:
        'Eighths of powers of two with the values in them, in their order; empty ones are left out, and counts add up to count',
      type: 'array',
      items: {
        type: 'object',
        properties: {
          from: { description: 'Least value', type: 'number', minimum: 0 },
          to: {
            description: 'Value from which on it is the next bucket',
            type: 'number',
            exclusiveMinimum: 0,
          },
          count: { description: 'How many', type: 'integer', minimum: 1 },
        },
        required: ['from', 'to', 'count'],
        additionalProperties: false,
      },
    },
  },
  required: ['unit', 'count', 'mean', 'p50', 'p90', 'p99', 'p999', 'max', 'histogram'],
  additionalProperties: false,
};
