// Weighted random: any backend, the likelier the more weight and the fewer open connections it has. With twice the
// connections, half the chance. It draws one number for a pick and compares nothing.
//
//     lbsim compare --algorithms random,./weighted-random.js,power-of-two --load 0.9

export default class WeightedRandom {
  #members = new Set();
  #random;

  constructor(random) {
    this.#random = random;
  }

  add(candidate) {
    this.#members.add(candidate);
  }

  remove(candidate) {
    this.#members.delete(candidate);
  }

  loadChanged() {}

  weightChanged() {}

  pick(tried) {
    const left = [...this.#members].filter((member) => !tried.has(member));
    const chances = left.map(({ weight, openConnections }) => weight / (openConnections + 1));
    let point = this.#random() * chances.reduce((sum, chance) => sum + chance, 0);
    // Rounding may leave the point behind the last one, which at(-1) is.
    const index = chances.findIndex((chance) => (point -= chance) < 0);
    return { candidate: left.at(index), why: 'weighted-random' };
  }
}
