import { once } from 'node:events';
import type { AdminClient } from '../../admin/client.js';
import { jsonLine } from '../json-line.js';
import { endWithReader } from '../output.js';
import { exitWhenInterrupted } from '../signals.js';

/** Writes each snapshot as a line of JSON, until the process is gone, or nobody reads. */
export async function writeSnapshots(client: AdminClient, everyMs: number): Promise<void> {
  exitWhenInterrupted();
  endWithReader();
  for await (const { data } of client.events(`/v1/live?every=${everyMs}ms`))
    if (!process.stdout.write(jsonLine(JSON.parse(data)))) await once(process.stdout, 'drain');
}
