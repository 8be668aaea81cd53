// node simulator.js FOLDER ALGORITHM BACKENDS REQUESTS: nanoseconds of processor time that an event of a simulation takes.
//
// FOLDER is the `simulator` of a build. Two runs go before, for the compiler. All of the run that counts is measured, from
// the options to the report, and what the compiler and the collector do beside it; latencies are recorded, as always. An event
// is an arrival or a completion.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, algorithm, ...numbers] = process.argv.slice(2);
const [backends, count] = numbers.map(Number);
/** Two, since V8 compiles parts of the engine anew when it meets a second simulation, which is not what the first was. */
const WARM_UPS = [500_000, 500_000];

const { simulate } = await import(pathToFileURL(join(folder, 'simulate.js')).href);

async function run(requests) {
  const before = process.cpuUsage();
  const { report } = await simulate({ algorithm, backends, requests, load: 0.9 }, { threads: 0 });
  const { user, system } = process.cpuUsage(before);
  return { nanoseconds: ((user + system) * 1000) / report.events, meanSojourn: report.meanSojourn };
}

for (const requests of WARM_UPS) await run(requests);
console.log(JSON.stringify(await run(count)));
