// REPORT.md and its charts: what was measured, how to repeat it, and whether lbsim reached its goals.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart.js';
import { goalsReached } from './goals.js';
import { machine, versionOf } from './surroundings.js';
import { figures, shortcuts, spreadText } from './table.js';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** A row for each line, a column for each balancer; what is compared in times HAProxy's, the rest in its unit. */
function figuresSection(outcomes, columns) {
  const rows = outcomes.flatMap((outcome) =>
    outcome.lines.map((line) => {
      const cells = columns.map(({ label }) => {
        const { own, ratio } = figures(outcome, line, label);
        const shown = ratio ? spreadText(ratio, 'x') : own && spreadText(own, line.unit);
        return label === 'HAProxy' && own ? `1 = ${spreadText(own, line.unit)}` : (shown ?? '');
      });
      return [line.text, ...cells];
    }),
  );
  return table(['work', ...columns.map(({ label }) => label)], rows);
}

function goalsSection(outcomes, columns) {
  const goals = goalsReached(outcomes, columns);
  const head = columns.flatMap(({ label }) => [`goal, ${label}`, 'measured', 'met']);
  const rows = goals.map(({ text, verdicts }) => [
    text,
    ...verdicts.flatMap(({ goal, measured, met }) => [goal, measured, met]),
  ]);
  return table(['work', ...head], rows);
}

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
    return lines.map((line) => ({
      file: `${line.name === work.name ? work.name : `${work.name}-${line.name}`}.svg`,
      title: line.text,
      subtitle: 'in times of HAProxy: median of the rounds, from the lowest to the highest; less is better',
      bars: bars(line, (label) => label),
      marked: outcome.results.has('HAProxy') ? { value: 1, text: 'HAProxy' } : undefined,
    }));
  });
}

function versions(columns) {
  const wrk = `wrk ${versionOf(['wrk', ['-v'], /wrk (?:debian\/)?([\d.]+)/])}`;
  const programs = columns
    .filter(({ version }) => version !== undefined)
    .map(({ program, version }) => `${program} ${versionOf(version)}`);
  const nodes = columns.filter(({ node }) => node).map(({ nodeVersion }) => `Node ${nodeVersion}`);
  return [...new Set([...programs, ...nodes, wrk])].join(', ');
}

function text(session, outcomes, drawn) {
  const { columns, failures } = session;
  const works = outcomes.map(({ work }) => `- **${work.name}**: ${work.about}.`);
  return `# lbsim beside other balancers

What a balancer costs: its processor time for a unit of work, user and system, of all its threads and processes, as a
ratio to HAProxy's (\`mode tcp\`, one thread). Each figure is the median of ${session.rounds} rounds, and from the lowest to
the highest of them. In a round every balancer is measured once, for ${session.seconds} s, each round in another order; a
ratio is between two figures of one round. The balancer has a core to itself, load (wrk) and backends (nginx, one worker)
share the other. lbsim runs with all it has: sticky sessions, least connections, health checks, a log to standard error and to a
file. Repeat it on Linux with \`npm run bench\`, or have a first look with \`npm run bench -- --quick\`.

- Machine: ${machine()}
- Versions: ${versions(columns)}
- Date: ${new Date().toISOString().slice(0, 10)}
${shortcuts(session, outcomes)
  .map((text) => `- ${text}\n`)
  .join('')}
## Figures

Less is better. What is not compared with HAProxy stands in its own unit.

${figuresSection(outcomes, columns)}

${works.join('\n')}

${failures.map(({ work, label, reason }) => `- Left out of ${work}: ${label}, ${reason}`).join('\n')}

## Goals of lbsim

${goalsSection(
  outcomes,
  columns.filter(({ name }) => name === 'lbsim'),
)}

## Charts

${drawn.map(({ file, title }) => `![${title}](charts/${file})`).join('\n\n')}
`;
}

/** Writes `REPORT.md` and `charts/` into a folder. */
export async function writeReport(folder, session, outcomes) {
  const drawn = charts(outcomes, session.columns).filter(({ bars }) => bars.length > 0);
  mkdirSync(join(folder, 'charts'), { recursive: true });
  for (const chart of drawn) writeFileSync(join(folder, 'charts', chart.file), barChart(chart));
  const { format } = await import('prettier');
  const report = await format(text(session, outcomes, drawn), { parser: 'markdown', printWidth: 110 });
  writeFileSync(join(folder, 'REPORT.md'), report);
}
