// docs/options.md, man pages and JSON Schemas, made from the tables that the command line itself reads. Wants `npm run build`.
import { format, resolveConfig } from 'prettier';
import { COMMANDS } from '../dist/cli/commands/index.js';
import { requirement } from '../dist/schema/option.js';
import { wordSchema } from '../dist/schema/word.js';
import { LATENCY_SCHEMA } from './latency-schema.js';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
/** Those of which a run may have a config file. */
const WITHOUT_FILE = ['config', 'completion'];

/** Every generated file: its path in the repository, and its content. */
export async function generatedFiles() {
  const commands = await Promise.all(COMMANDS.map(async (entry) => ({ ...entry, ...(await entry.load()) })));
  const files = new Map([['docs/options.md', optionsPage(commands)]]);
  for (const command of commands.filter(({ name }) => !WITHOUT_FILE.includes(name)))
    files.set(`schemas/${command.name}.schema.json`, JSON.stringify(schemaOf(command)));
  files.set('schemas/latency.schema.json', JSON.stringify(LATENCY_SCHEMA));
  const config = await resolveConfig(new URL('../package.json', import.meta.url));
  for (const [path, text] of files) files.set(path, await format(text, { ...config, filepath: path }));
  files.set('man/lbsim.1', mainPage(commands));
  for (const command of commands) files.set(`man/lbsim-${command.name}.1`, manPage(command));
  return files;
}

/** The options of a command, as `[heading, [[name, option], …]]`. */
function groupsOf({ options }) {
  const groups = new Map();
  for (const entry of Object.entries(options)) {
    const heading = entry[1].group.replace(/:$/, '');
    groups.set(heading, [...(groups.get(heading) ?? []), entry]);
  }
  return [...groups];
}

function optionsPage(commands) {
  const common = groupsOf(commands[0]).at(-1);
  const sections = commands.map((command) => {
    const tables = groupsOf(command).filter(([heading]) => heading !== common[0]);
    return `## lbsim ${command.name}\n\n${command.describe}.\n\n${tables.map(optionTable).join('\n')}`;
  });
  return `# Options

Made by \`npm run generate\` from the tables that the command line reads. Each option may also come from a variable
(\`LBSIM_PORT\`, or \`LBSIM_BALANCE_PORT\` for one command) or from a config file, in which its name is the key. Of an option that is given several times the last one counts, but of those that
may repeat each does.

${sections.join('\n')}
## Every command

${optionTable(common)}`;
}

function optionTable([heading, options]) {
  const rows = options.map(([name, option]) => {
    const { kind, help, defaultText, needs } = option;
    const notes = [help, ...neededBy(needs)];
    const shown = requirement(option) ?? defaultText ?? (kind.flag ? 'off' : '');
    const cells = [`\`--${name}\``, kind.range, shown, notes.filter(Boolean).join('; ')];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
  });
  return `**${heading}**\n\n| option | value | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** The schema of a config file, draft 2020-12. */
export function schemaOf({ name, options }) {
  const properties = Object.entries(options)
    .filter(([option]) => option !== 'config')
    .map(([option, row]) => [option, propertyOf(row)]);
  return {
    $schema: DRAFT,
    title: `Config file of lbsim ${name}`,
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

/** Any option may also have the word that stands for its default; and what has a list, a value by itself. */
function propertyOf({ kind, help, value, defaultText, mayBeEmpty = false }) {
  const schema = mayBeEmpty ? kind.schema : withItems(kind.schema);
  const word = defaultText === undefined ? [] : [wordSchema([defaultText])];
  const anyOf = [schema, ...word].flatMap((each) => each.anyOf ?? [each]);
  const shown =
    typeof value === 'boolean' || (Number.isFinite(value) && kind.suffix === '') ? value : defaultText;
  return {
    description: help,
    ...(anyOf.length > 1 ? { anyOf } : schema),
    ...(value !== undefined && shown !== undefined && { default: shown }),
  };
}

/** The schema of a list that has one item or more, or of what is no list. */
function withItems(schema) {
  if (schema.type === 'array') return { ...schema, minItems: 1 };
  return schema.anyOf === undefined ? schema : { ...schema, anyOf: schema.anyOf.map(withItems) };
}

function mainPage(commands) {
  const list = commands.map(({ name, describe }) => `.TP\n.BR lbsim\\-${name} (1)\n${roff(describe)}.`);
  return `${head('lbsim', 'a load-balancer laboratory: backends, a balancer and clients, all real')}
.SH SYNOPSIS
.B lbsim
.I COMMAND
.RI [ OPTIONS ]
.SH COMMANDS
${list.join('\n')}
.SH EXIT STATUS
0 done, 1 failed at run time, 2 wrong command line, 130 or 143 interrupted by SIGINT or SIGTERM.
.SH ENVIRONMENT
Every option may come from a variable,
.B LBSIM_LOG_LEVEL
for
.BR \\-\\-log\\-level ;
.B LBSIM_CLIENT_PORT
is that of
.B lbsim client
alone. The command line wins over the environment, the environment over the file of
.BR \\-\\-config ,
the file over the default.
`;
}

function manPage(command) {
  const { name, describe, details, terms, examples, positionals = [] } = command;
  const options = groupsOf(command).map(
    ([heading, list]) => `.SS ${roff(heading)}\n${list.map(manOption).join('\n')}`,
  );
  const shown = examples.map(([line, purpose]) => `.TP\n${roff(purpose)}\n.nf\n${roff(line)}\n.fi`);
  return `${head(`lbsim-${name}`, describe)}
.SH SYNOPSIS
.B lbsim ${[name, ...positionals.map((word) => word.shown)].map(roff).join(' ')}
.RI [ OPTIONS ]
${details === undefined ? '' : `.SH DESCRIPTION\n${roff(details)}\n`}.SH OPTIONS
${options.join('\n')}
${terms === undefined ? '' : `.SH ${roff(terms.heading.replace(/:$/, '').toUpperCase())}\n${terms.entries.map(([term, meaning]) => `.TP\n.B ${roff(term)}\n${roff(meaning)}\n`).join('')}`}.SH EXAMPLES
${shown.join('\n')}
.SH SEE ALSO
.BR lbsim (1)
`;
}

function head(name, purpose) {
  return `.\\" Made by npm run generate.\n.TH ${name.toUpperCase()} 1 "" lbsim\n.SH NAME\n${roff(name)} \\- ${roff(purpose)}`;
}

function manOption([name, option]) {
  const { kind, help, defaultText } = option;
  const needed = requirement(option);
  const byDefault = defaultText === undefined ? '' : ` Default: ${roff(defaultText)}.`;
  const shown = needed === undefined ? byDefault : ` ${roff(needed.replace('r', 'R'))}.`;
  return `.TP\n.B \\-\\-${roff(name)}${kind.flag ? '' : `\\fR \\fI${roff(kind.range)}`}\n${roff(help)}.${shown}`;
}

/** Text as roff takes it: no command at the beginning of a line, and hyphens that can be searched for. */
function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
}

/** `needs --a or --b`; what needs a value of one says so in its help. */
function neededBy(needs = []) {
  return [needs]
    .flat()
    .filter(({ having }) => having === undefined)
    .map(({ one }) => `needs ${one.map((each) => `\`--${each}\``).join(' or ')}`);
}
