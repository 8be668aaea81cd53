// Arrival order: the first client gets the first backend, the second client the second one, and so on; a client that comes
// again gets the backend that it had, if that is up. A hash spreads clients by chance, this spreads them evenly; but it has to
// remember them, the last 10,000, and two balancers do not agree.
//
//     lbsim simulate --algorithm ./arrival-order.js --keys 1000

const REMEMBERED = 10_000;

// A function does as well as a class: it returns a new scheduler at each call.
export default function arrivalOrder() {
  const members = new Map();
  const homes = new Map();
  let turn = 0;

  function nextOf(left) {
    const after = left.find(({ index }) => index >= turn) ?? left[0];
    turn = after.index + 1;
    return after;
  }

  return {
    add: (candidate) => void members.set(candidate.index, candidate),
    remove: ({ index }) => void members.delete(index),
    loadChanged() {},
    weightChanged() {},
    pick(tried, key) {
      const home = members.get(homes.get(key));
      if (home !== undefined && !tried.has(home)) return { candidate: home, why: 'known' };
      const left = [...members.values()].filter((member) => !tried.has(member));
      const candidate = nextOf(left.sort((one, other) => one.index - other.index));
      if (key !== undefined) homes.set(key, candidate.index);
      if (homes.size > REMEMBERED) homes.delete(homes.keys().next().value);
      return { candidate, why: 'new' };
    },
  };
}
