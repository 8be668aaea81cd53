import type { Catalogue } from './family.js';

/** What a balancer tells of itself. No label comes from a client, so that clients cannot make series. */
export const BALANCER_CATALOGUE = {
  lbsim_balancer_info: {
    type: 'info',
    labels: ['algorithm', 'sticky_key', 'observe'],
    help: 'Settings in force that are words',
  },
  lbsim_client_connections_total: { type: 'counter', labels: [], help: 'Clients accepted' },
  lbsim_client_connections: {
    type: 'gauge',
    labels: ['state'],
    help: 'Clients connected now: served, queued for a place, waiting because no backend is up, or held by the operator',
  },
  lbsim_client_connections_limit: {
    type: 'gauge',
    labels: [],
    help: 'Clients served at once at most (--max-connections)',
  },
  lbsim_client_connections_ended_total: {
    type: 'counter',
    labels: ['end'],
    help: 'Client connections that are over, by how they ended',
  },
  lbsim_client_received_bytes_total: {
    type: 'counter',
    labels: [],
    help: 'Bytes from clients that were passed on, by live connections too',
  },
  lbsim_client_sent_bytes_total: {
    type: 'counter',
    labels: [],
    help: 'Bytes from backends that were passed on to clients, by live connections too',
  },
  lbsim_client_connection_duration_seconds: {
    type: 'histogram',
    labels: [],
    help: 'Duration of client connections that are over',
  },
  lbsim_queue_wait_seconds: {
    type: 'histogram',
    labels: ['outcome'],
    help: 'Waits in the queue, by how they ended: served, timeout, or left (the client left or was turned away)',
  },
  lbsim_connections_moved_total: {
    type: 'counter',
    labels: [],
    help: 'Clients moved to another backend before a byte had passed',
  },
  lbsim_connections_rerouted_total: {
    type: 'counter',
    labels: [],
    help: 'Live clients moved to another backend (--reroute)',
  },
  lbsim_sessions: {
    type: 'gauge',
    labels: [],
    help: 'Entries of SESSION_MAP, expired ones that nobody has asked for included',
  },
  lbsim_sessions_limit: { type: 'gauge', labels: [], help: 'Entries of SESSION_MAP at most (--sticky-max)' },
  lbsim_session_lookups_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Look-ups in SESSION_MAP: hit, or why the client did not stick to a backend',
  },
  lbsim_sessions_removed_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Entries of SESSION_MAP that are gone or lead to another backend (moved)',
  },
  lbsim_cluster_up: {
    type: 'gauge',
    labels: [],
    help: 'Whether the store of the lab can be reached (--cluster)',
  },
  lbsim_cluster_members: { type: 'gauge', labels: [], help: 'Balancers of the lab, this one among them' },
  lbsim_cluster_operation_seconds: {
    type: 'histogram',
    labels: ['operation', 'result'],
    help: 'Calls of the store: beat, lookup, claim, change; ok, timeout, error',
  },
  lbsim_cluster_session_conflicts_total: {
    type: 'counter',
    labels: [],
    help: 'Clients that two balancers had given different backends',
  },
  lbsim_cluster_unconfirmed_sessions: {
    type: 'gauge',
    labels: [],
    help: 'Entries of SESSION_MAP that the store has not taken yet',
  },
  lbsim_cluster_backend_connections: {
    type: 'gauge',
    labels: ['backend'],
    help: 'Connections of all balancers of the lab that are open or being opened',
  },
  lbsim_worker_up: {
    type: 'gauge',
    labels: ['worker'],
    help: 'Whether the worker listens and has answered within 500 ms (--workers)',
  },
  lbsim_worker_connections: {
    type: 'gauge',
    labels: ['worker'],
    help: 'Clients connected to the worker now',
  },
  lbsim_worker_restarts_total: {
    type: 'counter',
    labels: [],
    help: 'Workers started in the place of lost ones',
  },
  lbsim_config_reloads_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Reloads of the configuration: applied, unchanged, rejected',
  },
  lbsim_config_last_reload_successful: {
    type: 'gauge',
    labels: [],
    help: 'Whether the last reload was not rejected; 1 before the first',
  },
  lbsim_config_last_reload_success_timestamp_seconds: {
    type: 'gauge',
    labels: [],
    help: 'Time of the last reload that was not rejected; of the start before the first',
  },
  lbsim_config_overrides: {
    type: 'gauge',
    labels: [],
    help: 'Settings that the operator has changed while it runs, of the balancer and its backends',
  },
  lbsim_discovery_targets: {
    type: 'gauge',
    labels: ['source'],
    help: 'Backends that a name in DNS or a file names',
  },
  lbsim_discovery_refreshes_total: {
    type: 'counter',
    labels: ['source', 'result'],
    help: 'Answers of a name in DNS or a file: ok, failed',
  },
} as const satisfies Catalogue;
