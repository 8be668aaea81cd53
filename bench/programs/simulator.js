// node simulator.js FOLDER ALGORITHM BACKENDS REQUESTS: nanoseconds of processor time that an event of a simulation takes.
//
// FOLDER is the `simulator` of a build. The same simulation runs twice, and the second run is what counts: the first is for
// the compiler. All of a run counts, from the options to the report, and what the compiler and the collector do beside it;
// latencies are recorded, as always. An event is an arrival or a completion.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, algorithm, ...numbers] = process.argv.slice(2);
const [backends, requests] = numbers.map(Number);
const { simulate } = await import(pathToFileURL(join(folder, 'simulate.js')).href);

async function run() {
  const before = process.cpuUsage();
  const { report } = await simulate({ algorithm, backends, requests, load: 0.9 }, { threads: 0 });
  const { user, system } = process.cpuUsage(before);
  return { nanoseconds: ((user + system) * 1000) / report.events, meanSojourn: report.meanSojourn };
}

await run();
console.log(JSON.stringify(await run()));
