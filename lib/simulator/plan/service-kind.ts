import type { Kind } from '../../schema/kind.js';
import { anyCase, text } from '../../schema/word.js';
import { parseService, SERVICES } from '../../workload/parse-service.js';

/** A service distribution, checked, as it was written. */
export const service: Kind<string, ''> = {
  ...text,
  range: SERVICES.join(', '),
  words: SERVICES.filter((word) => !word.includes(':')),
  schema: {
    type: 'string',
    pattern: `^(?:${SERVICES.map((word) => anyCase(word).replace(/:.*/, ':[\\d.]+')).join('|')})$`,
  },
  parse: (written) => {
    parseService(written);
    return written;
  },
};
