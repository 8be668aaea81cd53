import { once } from 'node:events';
import { flag, group } from '../../schema/option.js';
import type { Log } from '../../logging/logger.js';
import { defineCommand } from '../command.js';
import { COMMON } from '../options/groups.js';

const options = {
  ...group('Demo:', {
    fast: flag('Leave out the pauses for the reader'),
    keep: flag('Leave backends and a balancer running afterwards, until Ctrl-C'),
  }),
  ...COMMON,
};

export const demoCommand = defineCommand({
  options,
  details:
    'Starts three backends and a balancer on free loopback ports, sends real traffic, kills a backend under ' +
    'load, brings it back, and checks each claim as it goes. Exit status 1 if one does not hold.',
  examples: [
    ['lbsim demo', 'the story, under 20 seconds'],
    ['lbsim demo --fast', 'for scripts, under 8 seconds'],
    ['lbsim demo --fast --keep', 'something to play with'],
    ['lbsim demo --log-level debug --log-file demo.log', 'with all that the balancers log'],
  ],
  async run(values) {
    const [{ Demo }, { TerminalNarrator }, { logBalancer }, { openLog }, { Interruption }] =
      await Promise.all([
        import('../../demo/demo.js'),
        import('../terminal-narrator.js'),
        import('../../logging/balancer-log.js'),
        import('../log.js'),
        import('../signals.js'),
      ]);
    const log = openLog('demo', values);
    const debug: Log = (entry) => log({ ...entry, level: 'debug' });
    const narrator = new TerminalNarrator(values['no-color'], log);
    const story = new Demo({
      fast: values.fast,
      keep: values.keep,
      narrator,
      // The story tells what matters; the whole log is for those who ask for it.
      onBalancer: (balancer) => logBalancer(balancer, 'all', debug),
    });
    let closeAdmin: (() => Promise<void>) | undefined;
    process.once('exit', () => story.abandon());
    const interruption = new Interruption();
    const breakOff = (): void => {
      narrator.breakOff();
      process.exit(interruption.status(0, `${narrator.verdict} so far`));
    };
    interruption.signal.addEventListener('abort', breakOff);
    try {
      await story.run().catch((error: unknown) => {
        narrator.breakOff();
        throw error;
      });
      narrator.end();
      interruption.signal.removeEventListener('abort', breakOff);
      if (values.keep && !interruption.signal.aborted) {
        const { openDemoAdmin } = await import('../demo-admin.js');
        await story.keep(async (...listening) => void (closeAdmin = await openDemoAdmin(...listening)));
        narrator.rest();
        await once(interruption.signal, 'abort');
      }
    } finally {
      await story.close();
      await closeAdmin?.();
    }
    return narrator.failed > 0 ? 1 : 0;
  },
});
