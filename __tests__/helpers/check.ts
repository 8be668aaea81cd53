import { expect } from '@jest/globals';
import type { ConformanceReport } from '../../lib/check/report.js';
import { runLbsim } from './lbsim.js';

/** Checks a balancer; again when this machine stood still meanwhile. */
export async function checked(
  port: number,
  backendPort: number,
  ...options: readonly string[]
): Promise<{ status: number | null; report: ConformanceReport }> {
  const args = [
    'check',
    `127.0.0.1:${port}`,
    '--backend-port',
    `${backendPort}`,
    '--json',
    '--idle',
    '300ms',
  ];
  for (;;) {
    const { status, stdout } = await runLbsim([...args, ...options]);
    const report = JSON.parse(stdout) as ConformanceReport;
    if (report.unclear.length === 0) return { status, report };
    expect(report.failed.length > 0 ? 1 : 3).toBe(status);
  }
}
