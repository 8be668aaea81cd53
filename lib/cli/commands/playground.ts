import { defineCommand } from '../command.js';
import { PLAYGROUND_TABLE } from '../options/playground-table.js';

export const playgroundCommand = defineCommand({
  options: PLAYGROUND_TABLE,
  details:
    'Starts backends, a balancer, a load and the dashboard on free loopback ports, and prints the address of the page, with ' +
    'its token, as one line. There the load can be changed, backends killed and started again, and scenes played. Ctrl-C ' +
    'ends all of it.',
  examples: [
    ['lbsim playground', 'three backends, 10 connections a second, and the page in the browser'],
    ['lbsim playground --backends 5 --rate 100', 'more of both'],
    ['lbsim playground --algorithm least-connections --sticky-key ip', 'another way to balance'],
    ['lbsim playground --no-open --admin 9900', 'the page at a port of your choice, opened by hand'],
  ],
  async run(values) {
    // Before anything is started: a file of one's own may not be there.
    await (await import('../load-algorithms.js')).chosenAlgorithm(values.algorithm);
    const [{ PlaygroundService }, { openLog }, { serve }, { goOnWithoutOutput }] = await Promise.all([
      import('../playground-service.js'),
      import('../log.js'),
      import('../signals.js'),
      import('../output.js'),
    ]);
    const log = openLog('playground', values);
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    const service = new PlaygroundService(values, log);
    return serve(service, {
      asked: service.asked,
      onListening: (address) => service.openPage(address),
    });
  },
});
