// The page docs/scenarios.md: every scenario that comes with lbsim, played to several algorithms.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../', import.meta.url);
const LBSIM = fileURLToPath(new URL('bin/lbsim.js', ROOT));
const ALGORITHMS = 'round-robin,least-connections,power-of-two,peak-ewma';

/** What to see in each story, and further command lines that tell more of it. */
const STORIES = {
  'slow-backend': {
    reading:
      'Nobody takes the slow backend down, for it accepts connections as quickly as ever. Round-robin fills it until ' +
      'clients give up; it still serves what they gave up, so it is behind long after it is fast again. Algorithms that compare open connections send it less at once, and no request fails.',
    more: [],
  },
  'black-hole': {
    reading:
      'A dead machine refuses nothing, so it is found by a probe that gets no answer or by the first client whose ' +
      'connection times out, whichever is sooner. What it had begun when the cable was pulled times out.',
    more: [
      ['--health-check-interval', '200'],
      ['--health-check-fall', '3'],
    ],
  },
  'crash-restart': {
    reading:
      'A crashed process refuses connections, so the first client finds it, and is served elsewhere. Lost is only what the ' +
      'backend had at that moment: little where queues are short.',
    more: [],
  },
  'cold-start': {
    reading:
      'The backend is marked up as soon as it accepts, ten times slower than it will be. Taking turns sends it a full share at ' +
      'once. With slow start it gets a tenth of its share at first.',
    more: [['--slow-start', '200']],
  },
  flapping: {
    reading:
      'Each crash loses what the backend had. To ask for five good probes in a row before it is marked up is no help here, as ' +
      'they follow soon upon each other, and the backend stays up for longer. Fifteen keep it out most of the time: less is lost, ' +
      'and the others have more to do.',
    more: [
      ['--health-check-rise', '5'],
      ['--health-check-rise', '15'],
    ],
  },
  burst: {
    reading:
      'For a while more comes than all backends together can do, so all queues grow, by whatever algorithm; what differs is ' +
      'how they stood before.',
    more: [],
  },
  'store-away': {
    reading:
      'Without the store each balancer sees only its own connections, and chooses worse; nobody waits for it. Then they share ' +
      'again within a few of its retries, up to 20 mean service times here. Where what they share is old, all of them choose the ' +
      'same backends until they hear of it, a herd: with --share-lag 10 they choose better while the store is away. Round-robin ' +
      'does not look.',
    more: [['--share-lag', '10']],
  },
  'retry-storm': {
    reading:
      'Twice the requests for fifty mean service times leave queues in which requests wait for longer than their clients do. ' +
      'Backends serve what was given up, clients send it again, and with three retries for each request three times as much comes ' +
      'as can be served, for ever after: a metastable failure (Bronson and others, HotOS 2021). No algorithm helps. A retry budget of a ' +
      'tenth of the requests ends it, as do clients that do not retry. Backends that drop what was given up answer more, and late, but ' +
      'still begin requests that are given up before they are done.',
    more: [
      ['--retry-budget', '0.1'],
      ['--retries', '0'],
      ['--abandoned', 'dropped'],
    ],
  },
  'rolling-deploy': {
    reading:
      'Nothing fails, as each backend has time to finish what it has. But nine do the work of ten meanwhile, and what comes back is cold: ' +
      'taking turns sends it a full share, and its clients wait. Least-connections hardly notices. With room to spare the others bear ' +
      'it easily; the cold one is as much too slow for its turns as before.',
    more: [['--load', '0.6']],
  },
  autoscaling: {
    reading:
      'More comes than seven backends can do, for as long as the autoscaler needs, and the three that it adds are cold. All queues ' +
      'grow meanwhile, by whatever algorithm; those that look at loads let the cold ones have what they can do. When the seven have room ' +
      'for the rush until then, only taking turns notices that the new ones are cold. When the autoscaler acts is said by the file: copy ' +
      'it, and see what sooner or later would do.',
    more: [['--load', '0.6']],
  },
};

const run = promisify(execFile);

/** A command line as it is shown, and what it prints. */
async function shown(words) {
  const { stdout } = await run(process.execPath, [LBSIM, ...words], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  return ['```console', `$ lbsim ${words.join(' ')}`, stdout.trimEnd(), '```'].join('\n');
}

/** Of what a command prints, the figures and what failed. */
async function shownInShort(words) {
  const whole = await shown(words);
  const parts = whole.split('\n\n');
  const failed = parts.at(-1).includes('│') ? [] : [parts.at(-1).replace('\n```', '')];
  return [
    parts[0],
    parts[1],
    ...failed.filter((part) => / were | timed | found | came | retr/.test(part)),
    '```',
  ]
    .join('\n\n')
    .replace('\n\n```', '\n```');
}

async function story(name) {
  const { reading, more } = STORIES[name];
  const file = await readFile(new URL(`lib/simulator/scenarios/${name}.yaml`, ROOT), 'utf8');
  const common = ['compare', '--algorithms', ALGORITHMS, '--scenario', name, '--replications', '10'];
  const variants = [];
  for (const options of more) variants.push(await shownInShort([...common, ...options]));
  return [
    `## ${name}`,
    '```yaml\n' + file.trimEnd() + '\n```',
    reading,
    await shown(common),
    ...variants,
  ].join('\n\n');
}

/** The whole page, made anew. */
export async function scenariosPage() {
  const { SCENARIOS } = await import(new URL('dist/index.js', ROOT));
  const parts = [
    await readFile(new URL('scripts/scenarios-intro.md', ROOT), 'utf8').then((text) => text.trimEnd()),
  ];
  for (const name of SCENARIOS) parts.push(await story(name));
  return `${parts.join('\n\n')}\n`;
}
