import { optionError } from '../errors.js';
import { WholeFile } from './whole-file.js';

/** The path that stands for standard output. */
const STDOUT = '/dev/stdout';

/** Where the table of `--csv` goes: to a file; or to standard output, where it takes the place of what is for people. */
export class CsvOutput {
  readonly #file: WholeFile | undefined;

  private constructor(file: WholeFile | undefined) {
    this.#file = file;
  }

  /**
   * Opens it before the work.
   *
   * @throws LbsimError `ERR_CSV_FILE` of kind `runtime`
   */
  static async open(path: string): Promise<CsvOutput> {
    if (path === STDOUT) return new CsvOutput(undefined);
    return new CsvOutput(await WholeFile.open(path, { name: 'table', code: 'ERR_CSV_FILE' }));
  }

  get isOnStdout(): boolean {
    return this.#file === undefined;
  }

  /** @param signal - gives up a FIFO @returns whether all was written */
  async write(text: string, signal: AbortSignal): Promise<boolean> {
    if (this.#file !== undefined) return this.#file.write(text, signal);
    process.stdout.write(text);
    return true;
  }

  /** Leaves a file as it is, unless it has been written. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}

/** Refuses two results in one stream. @throws LbsimError of kind `usage` */
export function refuseTwoResults({
  json,
  csv,
}: {
  readonly json: boolean;
  readonly csv?: string | undefined;
}): void {
  if (json && csv === STDOUT)
    throw optionError(
      `both --json and --csv '${STDOUT}' print to standard output: use a file for --csv, such as ./run.csv`,
    );
}
