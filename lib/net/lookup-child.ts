import { lookup } from 'node:dns';
import type { LookupAnswer, LookupQuestion } from './lookup-process.js';

// Looks up host names for its parent. While a name server does not answer, a thread of this process hangs, and it cannot
// end by itself.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', ({ id, host }: LookupQuestion) => {
  lookup(host, { all: true }, (error, found) => {
    const answer: LookupAnswer =
      error === null ? { id, found } : { id, code: error.code ?? '', message: error.message };
    if (process.connected) process.send?.(answer, undefined, undefined, () => undefined);
  });
});
