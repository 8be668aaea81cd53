import type { LogRecord } from '../../helpers/lbsim.js';

/** The fields of an event that tell its kind from others of that name. */
const DETAILS: Readonly<Record<string, (record: LogRecord) => string>> = {
  backend_down_at_start: (record) => `${field(record, 'backend')}${because(record)}`,
  failover: (record) => `${field(record, 'backend')}${because(record)}`,
  failback: (record) => field(record, 'backend'),
  connection_open: (record) => `${field(record, 'backend')}${attempt(record)}`,
  connection_moved: (record) => `${field(record, 'from')} → ${field(record, 'backend')}`,
  connection_rerouted: (record) => `${field(record, 'from')} → ${field(record, 'backend')}${warning(record)}`,
  connection_close: (record) => `${field(record, 'end')}${because(record)}`,
  accept_failed: because,
  worker_lost: (record) => `${because(record)}, connections: ${field(record, 'connections')}`,
  drain_started: (record) => `open: ${field(record, 'openConnections')}`,
  operated: (record) => `${field(record, 'operation')} ${field(record, 'target')}`,
  stopped: (record) => `drained: ${field(record, 'drained')}`,
};

/**
 * What a log says after the start, in order: `` `failover` B1 (connection refused) · `connection_open` B2, attempt 2 ``.
 * What is said twice in a row stands there once; `nothing` where it says nothing.
 */
export function logWords(records: readonly LogRecord[]): string {
  const words = records.map((record) =>
    `\`${record.event}\` ${DETAILS[record.event]?.(record).trim() ?? ''}`.trim(),
  );
  return words.filter((word, i) => word !== words[i - 1]).join(' · ') || 'nothing';
}

function field(record: LogRecord, name: string): string {
  return String(record[name]);
}

function because(record: LogRecord): string {
  return record.reason === undefined ? '' : ` (${field(record, 'reason')})`;
}

function attempt({ attempts }: LogRecord): string {
  return Number(attempts) > 1 ? `, attempt ${Number(attempts)}` : '';
}

function warning({ level }: LogRecord): string {
  return level === 'warn' ? ', a WARNING' : '';
}
