import type { CommandEntry } from '../command.js';

/** All commands, in the order of `lbsim --help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'server',
    describe: 'Run a backend that answers as itself',
    load: async () => (await import('./server.js')).serverCommand,
  },
  {
    name: 'balance',
    describe: 'Balance TCP connections over backends, with health checks, failover and sticky sessions',
    load: async () => (await import('./balance.js')).balanceCommand,
  },
  {
    name: 'client',
    describe:
      'Talk to a balancer or a backend: interactive, piped, one line, or a load that checks every answer',
    load: async () => (await import('./client.js')).clientCommand,
  },
  {
    name: 'check',
    describe: 'Test how any TCP load balancer behaves: half-close, resets, back-pressure and more',
    load: async () => (await import('./check.js')).checkCommand,
  },
  {
    name: 'simulate',
    describe: 'Run a balancing algorithm in virtual time: latencies, queues, faults, in seconds',
    load: async () => (await import('./simulate.js')).simulateCommand,
  },
  {
    name: 'compare',
    describe: 'Simulate several algorithms on exactly the same requests',
    load: async () => (await import('./compare.js')).compareCommand,
  },
  {
    name: 'validate',
    describe: 'Check the simulator against queueing theory',
    load: async () => (await import('./validate.js')).validateCommand,
  },
  {
    name: 'replay',
    describe: 'Replay a recording in virtual time and verify every pick',
    load: async () => (await import('./replay.js')).replayCommand,
  },
  {
    name: 'demo',
    describe: 'See the whole story in one terminal: scheduling, sticky sessions, failover, failback, drain',
    load: async () => (await import('./demo.js')).demoCommand,
  },
  {
    name: 'playground',
    describe: 'Backends, a balancer, a load and the dashboard with one command, to see it and to break it',
    load: async () => (await import('./playground.js')).playgroundCommand,
  },
  {
    name: 'ctl',
    describe: 'Show and change a running balancer or backend: drain, weight, faults, events',
    load: async () => (await import('./ctl.js')).ctlCommand,
  },
  {
    name: 'top',
    describe: 'Watch a running balancer on a full screen, with keys that act',
    load: async () => (await import('./top.js')).topCommand,
  },
  {
    name: 'calibrate',
    describe: 'Find arrivals, service times and slots in a recording, for the simulator',
    load: async () => (await import('./calibrate.js')).calibrateCommand,
  },
  {
    name: 'config',
    describe: 'Check a config file: all errors, with line and column',
    load: async () => (await import('./config.js')).configCommand(COMMANDS),
  },
  {
    name: 'completion',
    describe: 'Print a script for completion in bash, zsh or fish',
    load: async () => (await import('./completion.js')).completionCommand(COMMANDS),
  },
];
