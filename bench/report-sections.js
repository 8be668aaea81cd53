// What the reports have in common: tables in Markdown, and the versions of what was measured.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goalsReached } from './goals.js';
import { versionOf } from './surroundings.js';
import { figures, ownText, referenceOf, spreadText } from './table.js';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** In times of the reference where that is compared, the rest in its unit. */
function inTimesOfReference(outcome, line, { label }) {
  const { own, ratio } = figures(outcome, line, label);
  if (own && ratio && label === referenceOf(outcome)) return `1 = ${ownText(own, line)}`;
  return ratio ? spreadText(ratio, 'x') : own ? ownText(own, line) : '';
}

/**
 * A row for each line, a cell for each column.
 *
 * @param cell - the text of a cell; @default in times of the reference
 */
export function figuresSection(outcomes, columns, cell = inTimesOfReference) {
  const rows = outcomes.flatMap((outcome) =>
    outcome.lines.map((line) => [line.text, ...columns.map((column) => cell(outcome, line, column))]),
  );
  return table(['work', ...columns.map(({ label }) => label)], rows);
}

/** The goals of lbsim, and whether they were reached. */
export function goalsSection(outcomes, columns) {
  const ours = columns.filter(({ name }) => name === 'lbsim');
  const head = ours.flatMap(({ label }) => [`goal, ${label}`, 'measured', 'met']);
  const rows = goalsReached(outcomes, ours).map(({ text, verdicts }) => [
    text,
    ...verdicts.flatMap(({ goal, measured, met }) => [goal, measured, met]),
  ]);
  return table(['work', ...head], rows);
}

/** What each work is. */
export const worksSection = (outcomes) =>
  outcomes.map(({ work }) => `- **${work.name}**: ${work.about}.`).join('\n');

/** What could not be measured, and why. */
export const failuresSection = ({ failures }) =>
  failures.map(({ work, label, reason }) => `- Left out of ${work}: ${label}, ${reason}`).join('\n');

/** All programs and their versions. @param others - what took part beside the columns */
export function versions(columns, others = []) {
  const programs = columns
    .filter(({ version }) => version !== undefined)
    .map(({ program, version }) => `${program} ${versionOf(version)}`);
  const nodes = columns.filter(({ node }) => node).map(({ nodeVersion }) => `Node ${nodeVersion}`);
  return [...new Set([...programs, ...nodes, ...others])].join(', ');
}

/** Writes a report into a folder, neatly. @returns its path */
export async function writeMarkdown(folder, name, text) {
  const { format } = await import('prettier');
  const file = join(folder, name);
  writeFileSync(file, await format(text, { parser: 'markdown', printWidth: 110 }));
  return file;
}
