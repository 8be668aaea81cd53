import { LbsimError, optionError } from '../errors.js';
import { parseHealthCheck } from '../health/health-check.js';
import { defineKind, type Kind } from '../schema/kind.js';
import { anyCase } from '../schema/word.js';

/** What `parseHealthCheck` takes. */
const TEXT = String.raw`(?:[^\\]|\\[rnt\\]|\\x[0-9A-Fa-f]{2})`;
const EXPECT = `${anyCase('expect')}:${TEXT}+`;
const FORMS = [
  anyCase('tcp'),
  anyCase('tls'),
  `${anyCase('http')}:/(?!/)[!-~]*`,
  EXPECT,
  `${anyCase('send')}:${TEXT}*,${EXPECT}`,
];

/** A health check, checked, as it was written. */
export const healthCheck: Kind<string, ''> = {
  ...defineKind({
    type: 'string',
    range: 'tcp, http:PATH, send:TEXT,expect:TEXT, expect:TEXT, tls',
    words: ['tcp', 'tls'],
    schema: { type: 'string', pattern: `^(?:${FORMS.join('|')})$` },
    parse: (text) => {
      parseHealthCheck(text);
      return text;
    },
  }),
  check(name, text) {
    try {
      parseHealthCheck(text);
    } catch (error) {
      if (error instanceof LbsimError) throw optionError(`${name} ${error.message}`);
      throw error;
    }
  },
};
