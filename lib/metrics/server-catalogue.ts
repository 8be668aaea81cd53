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
