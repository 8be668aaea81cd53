// node pick.js LIBRARY ALGORITHM BACKENDS BATCHES: nanoseconds of one pick, the median of so many batches.
//
// A step is what a connection does: a pick, one connection more at the picked backend, and one less at a backend chosen at
// random among those that have any. A pick costs what a batch of steps takes longer than the very same openings and
// closings without the picks. So what an algorithm puts off until the next pick counts, and what it does at once doesn't.
const [library, algorithm, ...numbers] = process.argv.slice(2);
const [backends, batches] = numbers.map(Number);
const { createScheduler } = await import(library);

/** About a millisecond: most batches then are not interrupted by anything else. */
const STEPS = 2000;

/** Batches that go before, for the compiler. */
const WARM_UP = 40;

const NONE = new Set();

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** A scheduler over backends that carry one connection each, and the list of open connections. */
function laboratory() {
  const scheduler = createScheduler(algorithm, Math.random);
  const candidates = Array.from({ length: backends }, (_, index) => ({
    index,
    weight: 1,
    openConnections: 1,
  }));
  candidates.forEach((candidate) => scheduler.add(candidate));
  return { scheduler, candidates, open: candidates.map(({ index }) => index) };
}

/** When answers come, which an algorithm may learn from. */
let clock = 0;

/** Opens a connection to one candidate, and closes the one that stands at a place of the list, answered. */
function exchange({ scheduler, candidates, open }, picked, place) {
  picked.openConnections++;
  scheduler.loadChanged(picked);
  const closed = candidates[open[place]];
  open[place] = picked.index;
  closed.openConnections--;
  scheduler.loadChanged(closed);
  scheduler.answered?.(closed, 1 + (place & 7), ++clock);
}

function nanoseconds(action) {
  const started = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - started);
}

const picking = laboratory();
const replaying = laboratory();
const places = new Uint32Array(STEPS);
const picked = new Uint32Array(STEPS);

function withPicks() {
  for (let step = 0; step < STEPS; step++) {
    const { candidate } = picking.scheduler.pick(NONE);
    picked[step] = candidate.index;
    exchange(picking, candidate, places[step]);
  }
}

function withoutPicks() {
  for (let step = 0; step < STEPS; step++) {
    exchange(replaying, replaying.candidates[picked[step]], places[step]);
  }
}

const costs = [];
for (let batch = -WARM_UP; batch < batches; batch++) {
  for (let step = 0; step < STEPS; step++) places[step] = Math.random() * backends;
  const cost = nanoseconds(withPicks) - nanoseconds(withoutPicks);
  if (batch >= 0) costs.push(cost / STEPS);
}
console.log(Math.max(0, median(costs)));
