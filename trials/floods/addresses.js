const ADDRESSES = 1_000_000;
const BOUND = 100_000;

/** Of the heap, for each entry that may be held, at most. */
const BYTES_PER_ENTRY = 500;

/** By how much the heap in use may have grown between the time when the bound was reached and the end. */
const GROWTH = 0.1;

const SUBJECTS = { sessionMap: 'SESSION_MAP', rateLimiter: 'the rate limiter' };

const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Clients from more addresses than anyone could remember. */
export const addresses = {
  name: 'addresses',
  about: `${ADDRESSES} client addresses, of which ${BOUND} may be remembered`,
  async run(stage, findings) {
    const results = await stage.runProgram('addresses', [ADDRESSES, BOUND], ['--expose-gc']);
    for (const [name, text] of Object.entries(SUBJECTS)) {
      const result = results[name];
      if (result === null) findings.say(`${text} is skipped: there is none in this version`);
      else report(findings, text, result);
    }
  },
};

function report(findings, text, { most, settledBytes, endBytes, microseconds }) {
  findings.claim(
    `${text} never has more than ${BOUND} entries`,
    most <= BOUND && most > BOUND / 2,
    `${most}, ${microseconds.toFixed(2)} µs a client`,
  );
  findings.claim(
    `${text} takes at most ${BYTES_PER_ENTRY} bytes for each of them`,
    endBytes <= BYTES_PER_ENTRY * BOUND,
    mb(endBytes),
  );
  findings.claim(
    `${text} grows by at most ${100 * GROWTH} % after that`,
    endBytes <= (1 + GROWTH) * settledBytes,
    `${mb(settledBytes)}, then ${mb(endBytes)}`,
  );
}
