import { CsvOutput } from '../csv-output.js';
import { WholeFile } from '../whole-file.js';

/** Where results go besides standard output. */
export interface ResultFiles {
  /** Of `--html`. */
  readonly page: WholeFile | undefined;
  readonly csv: CsvOutput | undefined;
}

/**
 * Opens all of them before the work, or none.
 *
 * @throws LbsimError `ERR_HTML_FILE`, `ERR_CSV_FILE` of kind `runtime`
 */
export async function openFiles({
  html,
  csv,
}: {
  readonly html?: string | undefined;
  readonly csv?: string | undefined;
}): Promise<ResultFiles> {
  const page =
    html === undefined ? undefined : await WholeFile.open(html, { name: 'page', code: 'ERR_HTML_FILE' });
  try {
    return { page, csv: csv === undefined ? undefined : await CsvOutput.open(csv) };
  } catch (error) {
    await page?.close();
    throw error;
  }
}

/** Leaves as it is what has not been written. */
export async function closeFiles({ page, csv }: ResultFiles): Promise<void> {
  await page?.close();
  await csv?.close();
}
