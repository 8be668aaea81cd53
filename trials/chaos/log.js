// Reads the log of a balancer for what should not be there.
import { SLACK_MS } from './checker.js';
import { balancerClock } from './standstill.js';

/** Events that may be warnings: a backend is ended on purpose here. */
const EXPECTED_WARNINGS = new Set(['failover', 'no_active_servers', 'backend_down_at_start']);

/**
 * @param {string} text - standard error of `lbsim` with `--log-format json`
 * @returns {{ records: any[], strangers: string[] }} its records, and the lines that are none: a stack, a warning of Node
 */
export function parsedLog(text) {
  const records = [];
  const strangers = [];
  for (const line of text.split('\n').filter((line) => line !== '')) {
    try {
      records.push(JSON.parse(line));
    } catch {
      strangers.push(line);
    }
  }
  return { records, strangers };
}

/**
 * Warnings and errors that nothing here explains.
 *
 * @param {readonly any[]} records
 * @returns {string[]}
 */
export function alarms(records) {
  return records
    .filter(({ level, event }) => level === 'error' || (level === 'warn' && !EXPECTED_WARNINGS.has(event)))
    .map((record) => JSON.stringify(record));
}

/**
 * Failovers of backends that nothing had been done to.
 *
 * @param {readonly any[]} records
 * @param {readonly import('./checker.js').Fault[]} faults
 * @param {number} noticeMs - how late the balancer may notice
 * @param {readonly import('./checker.js').Standstill[]} [standstills] - of the balancer
 * @returns {string[]}
 */
export function falseFailovers(records, faults, noticeMs, standstills = []) {
  const clock = balancerClock(standstills);
  const isCause = (at, name) => (fault) =>
    fault.deadly &&
    fault.backend === name &&
    clock(fault.from) - SLACK_MS <= clock(at) &&
    clock(at) <= clock(fault.backAt ?? Infinity) + noticeMs;
  return records
    .filter(({ event }) => event === 'failover')
    .filter(({ timestamp, backend }) => !faults.some(isCause(Date.parse(timestamp), backend)))
    .map((record) => JSON.stringify(record));
}
