import type { Catalogue } from './family.js';

/** What a balancer tells of each backend. */
export const BACKEND_CATALOGUE = {
  lbsim_picks_total: {
    type: 'counter',
    labels: ['backend', 'why'],
    help: 'Decisions for a backend, by the rule that made them',
  },
  lbsim_pick_failures_total: {
    type: 'counter',
    labels: ['backend', 'reason'],
    help: 'Attempts to connect that failed, and with --observe traffic connections that ended unanswered',
  },
  lbsim_backend_info: {
    type: 'info',
    labels: ['backend', 'address', 'source'],
    help: 'Address of a backend, and whether the configuration or the operator added it',
  },
  lbsim_backend_up: { type: 'gauge', labels: ['backend'], help: 'Whether its health checks find it up' },
  lbsim_backend_active: {
    type: 'gauge',
    labels: ['backend'],
    help: 'Whether it is one of ACTIVE_SERVERS, which new clients come to',
  },
  lbsim_backend_state: {
    type: 'stateset',
    labels: ['backend', 'state'],
    help: 'How it stands, in the words of lbsim ctl: 1 for its state, 0 for all others',
  },
  lbsim_backend_weight: { type: 'gauge', labels: ['backend'], help: 'Its weight' },
  lbsim_backend_effective_weight: {
    type: 'gauge',
    labels: ['backend'],
    help: 'The share of its weight that counts now: less during a slow start, 0 while it is not active',
  },
  lbsim_backend_connections: {
    type: 'gauge',
    labels: ['backend'],
    help: 'Connections to it that are open or being opened',
  },
  lbsim_backend_connections_limit: {
    type: 'gauge',
    labels: ['backend'],
    help: 'Connections that it may have at once (--max-per-backend)',
  },
  lbsim_backend_connections_total: {
    type: 'counter',
    labels: ['backend'],
    help: 'Connections to it that were established',
  },
  lbsim_backend_sent_bytes_total: {
    type: 'counter',
    labels: ['backend'],
    help: 'Bytes passed on to it, by live connections too',
  },
  lbsim_backend_received_bytes_total: {
    type: 'counter',
    labels: ['backend'],
    help: 'Bytes from it passed on to clients, by live connections too',
  },
  lbsim_backend_connect_seconds: { type: 'histogram', labels: ['backend'], help: 'Time to connect to it' },
  lbsim_backend_first_byte_seconds: {
    type: 'histogram',
    labels: ['backend'],
    help: 'Time from the start of a connection to the first byte that it sent',
  },
  lbsim_backend_probes_total: {
    type: 'counter',
    labels: ['backend', 'result'],
    help: 'Health checks: ok, a kind of failure, or check_failed (a wrong answer)',
  },
  lbsim_backend_probe_seconds: {
    type: 'histogram',
    labels: ['backend'],
    help: 'Duration of its health checks',
  },
  lbsim_backend_transitions_total: {
    type: 'counter',
    labels: ['backend', 'to'],
    help: 'Times that it went up or down after its first health check',
  },
  lbsim_backend_last_change_timestamp_seconds: {
    type: 'gauge',
    labels: ['backend'],
    help: 'Since when it is up or down; absent in maintenance',
  },
  lbsim_backend_down_seconds_total: { type: 'counter', labels: ['backend'], help: 'Time that it was down' },
  lbsim_metrics_backends_omitted: {
    type: 'gauge',
    labels: [],
    help: 'Backends without histograms of their own, as there are more than --metrics-backends',
  },
} as const satisfies Catalogue;
