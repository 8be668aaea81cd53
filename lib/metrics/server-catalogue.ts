import type { Catalogue } from './family.js';

/** What a backend of `lbsim server` tells of itself. */
export const SERVER_CATALOGUE = {
  lbsim_server_connections: { type: 'gauge', labels: [], help: 'Clients served now' },
  lbsim_server_connections_total: {
    type: 'counter',
    labels: [],
    help: 'Connections served since the start, those of health checks included',
  },
  lbsim_server_answers_total: {
    type: 'counter',
    labels: [],
    help: 'Answers: lines in the mode named, responses in the mode http; 0 in modes that only carry bytes',
  },
  lbsim_server_queue_serving: {
    type: 'gauge',
    labels: [],
    help: 'Requests worked on now; with --service',
  },
  lbsim_server_queue_waiting: {
    type: 'gauge',
    labels: [],
    help: 'Requests in the queue now; with --service',
  },
  lbsim_server_queue_refused_total: {
    type: 'counter',
    labels: [],
    help: 'Requests for which the queue had no room; with --service',
  },
  lbsim_server_queue_abandoned_total: {
    type: 'counter',
    labels: [],
    help: 'Requests whose client left before the answer; with --service',
  },
  lbsim_server_fault: {
    type: 'gauge',
    labels: ['fault'],
    help: 'Whether the fault is on',
  },
  lbsim_server_fault_strikes_total: {
    type: 'counter',
    labels: ['fault'],
    help: 'Connections that the fault has affected',
  },
} as const satisfies Catalogue;
