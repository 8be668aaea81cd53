import type { Chapter } from './chapter.js';

/** Six connections, two rounds. */
export const roundRobin: Chapter = {
  title: 'Round-robin: each in turn',
  async play(stage) {
    await stage.balance({ stickyKey: 'none', algorithm: 'round-robin' }, async (_balancer, port) => {
      const answers = [];
      for (let n = 1; n <= 6; n++) answers.push(await stage.ask(port, `question ${n}`));
      stage.narrator.say(`six connections, answered by ${answers.join(' ')}`);
      stage.narrator.claim('every backend had its turn, in order', answers.join(' ') === 'B1 B2 B3 B1 B2 B3');
    });
  },
};
