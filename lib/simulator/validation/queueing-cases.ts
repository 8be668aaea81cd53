import { erlangLoss } from '../theory/erlang-loss.js';
import { finiteQueue } from '../theory/finite-queue.js';
import { machineRepair } from '../theory/machine-repair.js';
import { meanFieldSojourn } from '../theory/mean-field.js';
import { CLASS_CASES } from './class-cases.js';
import type { QueueingCase } from './queueing-case.js';

/** Of each case. Their number makes the confidence intervals. */
export const REPLICATIONS = 20;

const POWER_OF_TWO = { algorithm: 'power-of-two', backends: 100, load: 0.9 } as const;
const ONE_OVERLOADED = { arrivalRate: 1.2, serviceRate: 1, servers: 1 };
const OVERLOADED = { arrivalRate: 2.4, serviceRate: 1, servers: 2 };

/**
 * The systems that `lbsim validate` simulates, service mean 1. Numbers of requests are such that 95 % confidence intervals reach
 * about half as far as the tolerance, or less, and the warm-up (a tenth, unless said) is many times what the system takes to
 * forget that it began empty: 1 / (1 − √ρ)² mean services for M/M/1.
 */
export const QUEUEING_CASES: readonly QueueingCase[] = [
  {
    name: 'one-backend',
    about: 'one backend, ρ = 0.8',
    options: { backends: 1, load: 0.8, requests: 450_000 },
    tolerances: { mean: 0.02, p99: 0.04 },
  },
  {
    name: 'random',
    about: 'random, 10 backends, ρ = 0.9',
    options: { algorithm: 'random', backends: 10, load: 0.9, requests: 550_000 },
    tolerances: { mean: 0.03 },
  },
  {
    name: 'round-robin-10',
    about: 'round-robin, 10 backends, ρ = 0.9',
    options: { algorithm: 'round-robin', backends: 10, load: 0.9, requests: 800_000 },
    tolerances: { mean: 0.025, p99: 0.04 },
  },
  {
    name: 'round-robin-2',
    about: 'round-robin, 2 backends, ρ = 0.8',
    options: { algorithm: 'round-robin', backends: 2, load: 0.8, requests: 350_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'slots',
    about: 'one backend, 10 slots, ρ = 0.9',
    options: { backends: 1, slots: 10, load: 0.9, requests: 550_000 },
    tolerances: { mean: 0.02, p99: 0.04 },
  },
  {
    name: 'central-queue',
    about: '10 backends, at most 1 request each, ρ = 0.9',
    options: { algorithm: 'least-connections', backends: 10, maxPerBackend: 1, load: 0.9, requests: 550_000 },
    tolerances: { mean: 0.02, p99: 0.04 },
  },
  {
    name: 'deterministic',
    about: 'deterministic service, ρ = 0.9',
    options: { backends: 1, service: 'deterministic', load: 0.9, requests: 300_000 },
    tolerances: { mean: 0.025 },
  },
  {
    name: 'erlang',
    about: 'Erlang service of 4 phases, ρ = 0.8',
    options: { backends: 1, service: 'erlang:4', load: 0.8, requests: 150_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'lognormal',
    about: 'lognormal service, CV² = 2, ρ = 0.7',
    options: { backends: 1, service: 'lognormal:2', load: 0.7, requests: 250_000 },
    tolerances: { mean: 0.03 },
  },
  {
    name: 'sharing-one',
    about: 'processor sharing, lognormal CV² = 4, ρ = 0.8',
    options: { backends: 1, discipline: 'ps', service: 'lognormal:4', load: 0.8, requests: 300_000 },
    tolerances: { mean: 0.03 },
  },
  {
    name: 'sharing-slots',
    about: 'processor sharing, 4 slots, deterministic, ρ = 0.8',
    options: {
      backends: 1,
      discipline: 'ps',
      slots: 4,
      service: 'deterministic',
      load: 0.8,
      requests: 150_000,
    },
    tolerances: { mean: 0.02 },
  },
  ...CLASS_CASES,
  {
    name: 'even-arrivals-1',
    about: 'deterministic arrivals, one backend, ρ = 0.8',
    options: { backends: 1, arrivals: 'deterministic', load: 0.8, requests: 200_000 },
    tolerances: { mean: 0.02, p99: 0.04 },
  },
  {
    name: 'even-arrivals-10',
    about: 'deterministic arrivals, round-robin, 10 backends, ρ = 0.9',
    options: {
      algorithm: 'round-robin',
      backends: 10,
      arrivals: 'deterministic',
      load: 0.9,
      requests: 400_000,
    },
    tolerances: { mean: 0.025 },
  },
  {
    name: 'even-arrivals-random',
    about: 'deterministic arrivals, random, 10 backends, ρ = 0.8',
    options: { algorithm: 'random', backends: 10, arrivals: 'deterministic', load: 0.8, requests: 200_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'fast-backend',
    about: 'one backend of speed 2, ρ = 0.8',
    options: { backends: [2], load: 0.8, requests: 350_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'speeds',
    about: 'random by weight, speeds 1, 2 and 4, ρ = 0.8',
    options: { algorithm: 'random', backends: [1, 2, 4], load: 0.8, requests: 250_000 },
    tolerances: { mean: 0.025, p99: 0.05 },
  },
  {
    name: 'closed-one',
    about: 'closed loop, 10 clients that think 8, one backend',
    options: { backends: 1, clients: 10, think: 8, requests: 100_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'closed-slots',
    about: 'closed loop, 20 clients that think 3, 4 slots',
    options: { backends: 1, slots: 4, clients: 20, think: 3, requests: 100_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'closed-random',
    about: 'closed loop, 30 clients that think 5, random, 5 backends',
    options: { algorithm: 'random', backends: 5, clients: 30, think: 5, requests: 100_000 },
    tolerances: { mean: 0.02 },
  },
  {
    name: 'connections-random',
    about: 'random, 5 backends, 10 requests per connection 3 after each answer, ρ = 0.7',
    options: {
      algorithm: 'random',
      backends: 5,
      load: 0.7,
      requestsPerConnection: 10,
      think: 3,
      requests: 360_000,
    },
    tolerances: { mean: 0.02, p99: 0.04 },
  },
  {
    name: 'connections-kept',
    about: 'closed loop, 50 clients that think 12 and keep their connections, least-connections, 5 backends',
    options: {
      algorithm: 'least-connections',
      backends: 5,
      clients: 50,
      think: 12,
      requestsPerConnection: 1e9,
      requests: 100_000,
    },
    tolerances: { mean: 0.02 },
    // Each backend has the same ten clients for ever.
    expected: {
      mean: machineRepair({ clients: 10, think: 12, servers: 1, serviceRate: 1 }),
      system: '5 × M/M/1//10',
    },
  },
  {
    name: 'no-queue',
    about: '10 slots and no queue, ρ = 0.9',
    options: { backends: 1, slots: 10, queueLimit: 0, load: 0.9, requests: 150_000 },
    tolerances: { failed: 0.02 },
    expected: { failed: erlangLoss(10, 9) },
  },
  {
    name: 'short-queue',
    about: '2 slots, a queue of 8, ρ = 1.2',
    options: { backends: 1, slots: 2, queueLimit: 8, load: 1.2, allowOverload: true, requests: 100_000 },
    tolerances: { mean: 0.01, failed: 0.03 },
    expected: { failed: finiteQueue(OVERLOADED, 8).lost },
  },
  {
    name: 'balancer-without-queue',
    about: '10 backends, at most 1 request each, 10 at the balancer and no queue, ρ = 0.9',
    options: {
      backends: 10,
      maxPerBackend: 1,
      maxConnections: 10,
      queueMax: 0,
      load: 0.9,
      requests: 150_000,
    },
    tolerances: { failed: 0.02 },
    expected: { failed: erlangLoss(10, 9), system: 'Erlang B, 10 servers' },
  },
  {
    name: 'balancer-short-queue',
    about: 'one backend, 1 request at the balancer and 9 in its queue, ρ = 1.2',
    options: {
      backends: 1,
      maxConnections: 1,
      queueMax: 9,
      load: 1.2,
      allowOverload: true,
      requests: 250_000,
    },
    tolerances: { mean: 0.02, failed: 0.02 },
    expected: {
      mean: finiteQueue(ONE_OVERLOADED, 9).meanSojourn,
      failed: finiteQueue(ONE_OVERLOADED, 9).lost,
      system: 'M/M/1/10',
    },
  },
  {
    name: 'power-of-two-independent',
    about: 'power-of-two, independent draws, 100 backends, ρ = 0.9',
    options: { ...POWER_OF_TWO, sample: 'independent', requests: 900_000 },
    tolerances: { mean: 0.007 },
    // Gast's figure; the mean field to 1/N, which leaves out what is of order 1/N², has 2.6584.
    expected: { mean: 2.659, system: 'mean field to 1/N' },
  },
  {
    name: 'power-of-two-distinct',
    about: 'power-of-two, distinct draws, 100 backends, ρ = 0.9',
    options: { ...POWER_OF_TWO, requests: 900_000 },
    tolerances: { mean: 0.007 },
    expected: { system: 'mean field to 1/N' },
  },
  {
    name: 'power-of-two-limit',
    about: 'power-of-two, 2,000 backends, ρ = 0.95',
    options: { algorithm: 'power-of-two', backends: 2000, load: 0.95, requests: 1_000_000, warmup: 0.4 },
    tolerances: { mean: 0.015 },
    expected: { mean: meanFieldSojourn(2, 0.95), system: 'mean field, N → ∞' },
  },
];
