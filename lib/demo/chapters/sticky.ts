import type { Chapter } from './chapter.js';

/** One machine comes back again and again. */
export const sticky: Chapter = {
  title: 'Sticky sessions: one address, one backend',
  async play(stage) {
    await stage.balance({ stickyKey: 'ip' }, async (_balancer, port, opened) => {
      const answers = new Set<string | undefined>();
      for (let n = 1; n <= 5; n++) answers.add(await stage.ask(port, `visit ${n}`));
      stage.narrator.say(`five connections from this machine, all answered by ${[...answers].join(', ')}`);
      stage.narrator.claim(
        'SESSION_MAP brought the client back each time',
        answers.size === 1 && opened.slice(1).every((event) => event.sticky),
      );
    });
  },
};
