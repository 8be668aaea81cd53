import { badValue, type Kind } from '../../schema/kind.js';
import { anyCase, text } from '../../schema/word.js';
import { parseService, SERVICES } from '../../workload/parse-service.js';
import type { ServiceDistribution } from '../../workload/service-times.js';
import type { SampleFiles } from './sample-files.js';

const EMPIRICAL = 'empirical:';

/** What a service distribution of a simulation is called. */
export const SIMULATED_SERVICES = [...SERVICES, `${EMPIRICAL}FILE`] as const;

/** A service distribution, checked, as it was written. Of `empirical:FILE`, the file is read when the simulation is planned. */
export const service: Kind<string, ''> = {
  ...text,
  range: SIMULATED_SERVICES.join(', '),
  words: SERVICES.filter((word) => !word.includes(':')),
  fileIn: (written) => (isEmpirical(written) ? written.slice(EMPIRICAL.length) : undefined),
  schema: {
    type: 'string',
    pattern: `^(?:${[...SERVICES.map((word) => anyCase(word).replace(/:.*/, ':[\\d.]+')), `${anyCase(EMPIRICAL)}[\\s\\S]+`].join('|')})$`,
  },
  parse: (written) => {
    if (!isEmpirical(written)) parseService(written, SIMULATED_SERVICES);
    return written;
  },
};

/** Whether it is `empirical:` with a file. */
export function isEmpirical(written: string): boolean {
  if (!written.toLowerCase().startsWith(EMPIRICAL)) return false;
  if (written.length > EMPIRICAL.length) return true;
  throw badValue(written, 'has no file', 'empirical:FILE with one duration a line, or a recording');
}

/** @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING` */
export function serviceOf(written: string, files: SampleFiles): ServiceDistribution {
  return isEmpirical(written)
    ? files.service(written.slice(EMPIRICAL.length))
    : parseService(written, SIMULATED_SERVICES);
}
