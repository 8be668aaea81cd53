// npm run reference: writes docs/library-reference.md anew from the docstrings of what lib/index.ts exports. With --check it
// only says whether the page is stale, and exits with 1 if it is.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, LogLevel, TSConfigReader, TypeDocReader } from 'typedoc';

const PAGE = fileURLToPath(new URL('../docs/library-reference.md', import.meta.url));
const INTRODUCTION = `Everything that \`import … from 'lbsim'\` gives, made from the docstrings by \`npm run reference\`. [library.md](library.md) shows how
it is used.`;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const text = await reference();
if (!process.argv.includes('--check')) await writeFile(PAGE, text);
else if ((await readFile(PAGE, 'utf8').catch(() => undefined)) !== text) {
  console.log('docs/library-reference.md is stale: run npm run reference');
  process.exitCode = 1;
}

async function reference() {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-reference-'));
  try {
    const app = await Application.bootstrapWithPlugins({ out: folder, logLevel: LogLevel.Warn }, [
      new TypeDocReader(),
      new TSConfigReader(),
    ]);
    const project = await app.convert();
    if (project === undefined) throw new Error('the docstrings could not be read');
    await app.generateOutputs(project);
    if (app.logger.hasWarnings()) throw new Error('a docstring links to what is not exported');
    const page = await readFile(join(folder, 'library-reference.md'), 'utf8');
    return page.replace(/^# .*\n/, `$&\n${INTRODUCTION}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
