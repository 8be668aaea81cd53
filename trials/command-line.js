// What the three commands have in common: options, one catch, an exit status.
import { createRequire } from 'node:module';
import { isInterrupted } from './stage.js';

// As CommonJS yargs breaks lines between words; its ESM build cuts them anywhere.
const yargs = createRequire(import.meta.url)('yargs/yargs');

/**
 * @param {string} name - as in `npm run name`
 * @param {string} about
 * @param {Record<string, import('yargs').Options>} options
 * @param {string} epilogue
 */
export function commandLine(name, about, options, epilogue = '') {
  return yargs(process.argv.slice(2))
    .scriptName(`npm run ${name} --`)
    .usage(`$0 [options]\n\n${about}`)
    .options(options)
    .epilogue(epilogue)
    .version(false)
    .strict()
    .wrap(110)
    .fail((message, error) => {
      throw error ?? new Error(`${message}; --help lists all options`);
    })
    .parseSync();
}

/** A whole number in this range, for `coerce`. */
export const whole = (option, low, high) => (value) => {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new Error(`--${option} is ${value}: give a whole number from ${low} to ${high}`);
};

/** Some of these names, comma-separated, for `coerce`. */
export const listed = (option, known) => (text) => {
  const items = text.split(',');
  const stranger = items.find((item) => !known.includes(item));
  if (stranger === undefined) return items;
  throw new Error(`--${option} does not know '${stranger}': use some of ${known.join(', ')}`);
};

/** Runs a command; an error is one line. @param main - answers the exit status */
export async function command(name, main) {
  try {
    if (process.platform !== 'linux')
      throw new Error(`the trials read /proc: run them on Linux, not ${process.platform}`);
    process.exitCode = await main();
  } catch (error) {
    if (!isInterrupted()) console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
