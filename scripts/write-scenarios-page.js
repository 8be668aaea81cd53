// npm run scenarios: makes docs/scenarios.md anew.
import { writeFile } from 'node:fs/promises';
import { scenariosPage } from './scenarios-page.js';

await writeFile(new URL('../docs/scenarios.md', import.meta.url), await scenariosPage());
