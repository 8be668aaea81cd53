// Pack: fills the first backend before it touches the second, as HAProxy's `balance first` does, so that the last ones stay
// empty and can be switched off. A backend is full with 10 connections per weight; when all are, the least loaded is taken.
//
//     lbsim balance --backends localhost:8881,localhost:8882 --sticky-key none --algorithm ./pack.js

const FULL = 10;

const loadOf = ({ openConnections, weight }) => openConnections / weight;

export default class Pack {
  #members = [];

  add(candidate) {
    if (this.#members.includes(candidate)) return;
    this.#members.push(candidate);
    this.#members.sort((one, other) => one.index - other.index);
  }

  remove(candidate) {
    this.#members = this.#members.filter((member) => member !== candidate);
  }

  loadChanged() {}

  weightChanged() {}

  pick(tried) {
    const left = this.#members.filter((member) => !tried.has(member));
    const candidate = left.find((member) => loadOf(member) < FULL);
    if (candidate !== undefined) return { candidate, why: 'pack' };
    const [lightest] = left.sort((one, other) => loadOf(one) - loadOf(other));
    return { candidate: lightest, why: 'pack-full' };
  }
}
