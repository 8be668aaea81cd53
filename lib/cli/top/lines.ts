import { once } from 'node:events';
import type { AdminClient } from '../../admin/client.js';
import { jsonLine } from '../json-line.js';
import { exitWhenInterrupted } from '../signals.js';

/** Writes each snapshot as a line of JSON, until the process is gone, or nobody reads. */
export async function writeSnapshots(client: AdminClient, everyMs: number): Promise<void> {
  const over = new AbortController();
  exitWhenInterrupted();
  process.stdout.once('error', () => over.abort());
  try {
    for await (const { data } of client.events(`/v1/live?every=${everyMs}ms`, over.signal))
      if (!process.stdout.write(jsonLine(JSON.parse(data)))) await once(process.stdout, 'drain', over);
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
}
