import { didYouMean } from '../did-you-mean.js';
import { optionError } from '../errors.js';

/** The events of a balancer, a server and a playground that their logs, and so their streams of events, can have. */
export const EVENT_NAMES: readonly string[] = [
  'accept_failed',
  'addresses_changed',
  'admin_failed',
  'admin_listening',
  'admin_unavailable',
  'algorithm_changed',
  'algorithm_failed',
  'backend_added',
  'backend_changed',
  'backend_down_at_start',
  'backend_removed',
  'bad_command',
  'cluster_back',
  'cluster_joined',
  'cluster_lost',
  'cluster_member',
  'cluster_word_refused',
  'config_rejected',
  'config_reloaded',
  'config_unchanged',
  'connection_close',
  'connection_moved',
  'connection_open',
  'connection_rerouted',
  'connections_summary',
  'discovered',
  'discovery_failed',
  'discovery_recovered',
  'discovery_stale',
  'drain_started',
  'engine_unavailable',
  'failback',
  'failover',
  'fault',
  'faults_changed',
  'hold_ended',
  'line_received',
  'lines_summary',
  'listener_failed',
  'listening',
  'load_lost',
  'log_file_lost',
  'log_lines_dropped',
  'log_reopen_failed',
  'log_reopened',
  'max_connections_reached',
  'no_active_servers',
  'notify_failed',
  'operated',
  'output_lost',
  'queue_full',
  'reachable_at',
  'recording_full',
  'recording_lost',
  'reload_unsupported',
  'scene_failed',
  'scene_step',
  'session_conflict',
  'sessions_changed',
  'settings_changed',
  'stopped',
  'target_unreachable',
  'terminal_lost',
  'worker_lost',
  'worker_started',
  'worker_unresponsive',
];

/**
 * The names of a comma-separated list.
 *
 * @throws LbsimError of kind `usage` for one that no event has
 */
export function eventNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !EVENT_NAMES.includes(name));
  if (unknown === undefined) return names;
  throw optionError(
    `unknown event '${unknown}'${didYouMean(unknown, EVENT_NAMES)}: use names such as failover,failback, see docs/scripting.md`,
  );
}
