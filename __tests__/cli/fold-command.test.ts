import { expect, it } from '@jest/globals';
import { foldCommand } from '../../lib/cli/fold-command.js';

const PARTS = ['lbsim balance', '--sticky-key none', '--backends B1=127.0.0.1:40001,B2=127.0.0.1:40002'];

it.each([
  [100, ['lbsim balance --sticky-key none --backends B1=127.0.0.1:40001,B2=127.0.0.1:40002']],
  [60, ['lbsim balance --sticky-key none', '--backends B1=127.0.0.1:40001,B2=127.0.0.1:40002']],
  [40, ['lbsim balance --sticky-key none', '--backends B1=127.0.0.1:40001', '--backends B2=127.0.0.1:40002']],
  [
    1,
    ['lbsim balance', '--sticky-key none', '--backends B1=127.0.0.1:40001', '--backends B2=127.0.0.1:40002'],
  ],
])(
  'in %d columns a command line breaks between its parts, and repeats an option whose list is too long',
  (columns, lines) => {
    expect(foldCommand(PARTS, columns).split(' \\\n    ')).toEqual(lines);
  },
);
