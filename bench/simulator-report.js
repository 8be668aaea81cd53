// SIMULATOR.md: what an event of the simulator costs, how to repeat it, and whether lbsim reached its goals.
import { mkdirSync } from 'node:fs';
import {
  failuresSection,
  figuresSection,
  goalsSection,
  versions,
  worksSection,
  writeMarkdown,
} from './report-sections.js';
import { machine } from './surroundings.js';
import { figures, ownText, referenceOf, shortcuts, spreadText } from './table.js';

/** Each in its unit, and of others how many times lbsim's it is. */
function ownAndRatio(outcome, line, { label, name }) {
  const { own, ratio } = figures(outcome, line, label);
  if (own === undefined) return '';
  const times = ratio && name !== 'lbsim' ? `: ${spreadText(ratio, 'x')} ${referenceOf(outcome)}` : '';
  return `${ownText(own, line)}${times}`;
}

function text(session, outcomes) {
  const { columns } = session;
  return `# lbsim's simulator beside others

What an event of a simulation costs: processor time, user and system, of all threads of a process that does nothing else and has
a core to itself. An event is an arrival or a completion, however many events a simulator needs for it inside. The model:
backends with a FIFO queue and one slot, Poisson arrivals at a load of 0.9, exponential service; latencies are recorded. lbsim
runs as \`lbsim simulate\` does, with the scheduler, pool and router of \`lbsim balance\`. Each figure is the median of
${session.rounds} rounds, and from the lowest to the highest of them; in a round each figure is taken once, in a process of
its own, each round in another order, and a ratio is between two figures of one round. With lbsim two runs go before, for
the compiler, and then a whole run counts, from its options to its report. Repeat it on Linux with \`npm run bench -- --simulator\`,
or have a first look with \`npm run bench -- --quick --simulator\`.

- Machine: ${machine()}
- Versions: ${versions(columns)}
- Date: ${new Date().toISOString().slice(0, 10)}
${shortcuts(session, outcomes)
  .map((shortcut) => `- ${shortcut}\n`)
  .join('')}
## Figures

Less is better; M/s are millions of events a second.

${figuresSection(outcomes, columns, ownAndRatio)}

${worksSection(outcomes)}

${failuresSection(session)}

## Goals of lbsim

500 ns an event are 2,000,000 events a second.

${goalsSection(outcomes, columns)}
`;
}

/** Writes `SIMULATOR.md` into a folder. @returns its path */
export async function simulatorReport(folder, session, outcomes) {
  mkdirSync(folder, { recursive: true });
  return writeMarkdown(folder, 'SIMULATOR.md', text(session, outcomes));
}
