// REPORT.md and its charts: what was measured, how to repeat it, and whether lbsim reached its goals.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart.js';
import {
  failuresSection,
  figuresSection,
  goalsSection,
  versions,
  worksSection,
  writeMarkdown,
} from './report-sections.js';
import { machine, versionOf } from './surroundings.js';
import { figures, shortcuts, spreadText } from './table.js';

/** A chart for each line that is compared, and one for all lines of a work in which nothing is. */
function charts(outcomes, columns) {
  return outcomes.flatMap((outcome) => {
    const { work, lines } = outcome;
    const bars = (line, name) =>
      columns.flatMap(({ label, name: peer }) => {
        const { own, ratio } = figures(outcome, line, label);
        const shown = ratio ?? own;
        const unit = ratio ? 'x' : line.unit;
        return shown
          ? [{ ...shown, label: name(label), ours: peer === 'lbsim', text: spreadText(shown, unit) }]
          : [];
      });
    if (lines.every(({ comparable }) => comparable === false)) {
      const all = lines.flatMap((line) => bars(line, (label) => `${line.text.split(', ')[1]}, ${label}`));
      return [{ file: `${work.name}.svg`, title: work.name, subtitle: work.short, bars: all }];
    }
    const whole = lines.filter(({ partOf }) => partOf === undefined);
    return whole.map((line) => ({
      file: `${line.name === work.name ? work.name : `${work.name}-${line.name}`}.svg`,
      title: line.text,
      subtitle: 'in times of HAProxy: median of the rounds, from the lowest to the highest; less is better',
      bars: bars(line, (label) => label),
      marked: outcome.results.has('HAProxy') ? { value: 1, text: 'HAProxy' } : undefined,
    }));
  });
}

function text(session, outcomes, drawn) {
  const { columns } = session;
  const wrk = `wrk ${versionOf(['wrk', ['-v'], /wrk (?:debian\/)?([\d.]+)/])}`;
  return `# lbsim beside other balancers

What a balancer costs: its processor time for a unit of work, user and system, of all its threads and processes, as a
ratio to HAProxy's (\`mode tcp\`, one thread). Each figure is the median of ${session.rounds} rounds, and from the lowest to
the highest of them. In a round every balancer is measured once, for ${session.seconds} s, each round in another order; a
ratio is between two figures of one round. The balancer has a core to itself, load (wrk) and backends (nginx, one worker)
share the other. lbsim runs with all it has: sticky sessions, least connections, health checks, a log to standard error and to a
file, the admin API; by epoll, as \`--engine auto\` has it here, and on the sockets of Node. Repeat it on Linux with \`npm run bench\`, or have a first look with \`npm run bench -- --quick\`.

- Machine: ${machine()}
- Versions: ${versions(columns, [wrk])}
- Date: ${new Date().toISOString().slice(0, 10)}
${shortcuts(session, outcomes)
  .map((text) => `- ${text}\n`)
  .join('')}
## Figures

Less is better. What is not compared with HAProxy stands in its own unit.

${figuresSection(outcomes, columns)}

${worksSection(outcomes)}

${failuresSection(session)}

## Goals of lbsim

${goalsSection(outcomes, columns)}

## Charts

${drawn.map(({ file, title }) => `![${title}](charts/${file})`).join('\n\n')}
`;
}

/** Writes `REPORT.md` and `charts/` into a folder. @returns the path of the former */
export async function balancersReport(folder, session, outcomes) {
  const drawn = charts(outcomes, session.columns).filter(({ bars }) => bars.length > 0);
  mkdirSync(join(folder, 'charts'), { recursive: true });
  for (const chart of drawn) writeFileSync(join(folder, 'charts', chart.file), barChart(chart));
  return writeMarkdown(folder, 'REPORT.md', text(session, outcomes, drawn));
}
