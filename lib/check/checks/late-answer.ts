import { setTimeout as sleep } from 'node:timers/promises';
import { matchArrival } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept } from '../finding.js';
import { seededBytes } from '../seeded-bytes.js';
import { formatMs } from '../../units.js';

const LATE_MS = 400;
const QUESTION_SIZE = 1024;
const ANSWER_SIZE = 256 * 1024;

/**
 * What `nc -N`, `rsync` and HTTP/1.0 clients do: ask, say that this was all, and wait. The answer may take its time
 * (RFC 9293, section 3.6). This is where nginx's `proxy_half_close off`, its default, shows.
 */
export const lateAnswer: Check = {
  name: 'late-answer',
  looksFor: "An answer that is sent a while after the client's FIN arrives in full.",
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    const asked = seededBytes(4, QUESTION_SIZE);
    void client.write(asked);
    void client.finish();
    const question = await matchArrival(backend, asked, lab.timeoutMs);
    if (!question.whole) return broken(`of the question ${question.text}`, {}, !question.right);
    await sleep(LATE_MS);
    const answered = seededBytes(5, ANSWER_SIZE);
    void backend.write(answered);
    void backend.finish();
    const answer = await matchArrival(client, answered, lab.timeoutMs);
    const detail = `${formatMs(LATE_MS)} late: ${answer.text}`;
    const figures = { lateMs: LATE_MS, bytes: answer.received };
    return answer.whole ? kept(detail, figures) : broken(detail, figures, !answer.right);
  },
};
