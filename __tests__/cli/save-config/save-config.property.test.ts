import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanup } from '../../helpers/cleanup.js';
import { runs } from '../../helpers/effort.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { saved } from './saved.js';

const onEnd = cleanup();

interface Backend {
  readonly number: number;
  readonly weight: number;
}

const backend = fc.record({ number: fc.integer({ min: 1, max: 5 }), weight: fc.integer({ min: 1, max: 3 }) });
const backends = fc.uniqueArray(backend, { selector: ({ number }) => number, minLength: 1 });
const settings = fc.record({
  'queue-max': fc.constantFrom(3, 4),
  'idle-timeout': fc.constantFrom('7s', '8s'),
});

/** How a value may be written. */
const NUMBERS = ['N', '"N"', "'N'", 'N # comment', '  N   #', '>-\n  N'] as const;
/** How a backend may be written, in a list on lines. */
const ITEMS = [
  'BN=127.0.0.1:N@W',
  '"BN=127.0.0.1:N@W"   # comment',
  '{ name: BN,  host: 127.0.0.1, port: N, weight: W }',
  'name: BN # comment\n    host:   127.0.0.1\n    weight: W\n    port: N',
] as const;

const textOf = ({ number, weight }: Backend): string =>
  `B${number}=127.0.0.1:${number}${weight === 1 ? '' : `@${weight}`}`;

describe('a configuration that is saved', () => {
  it('is what the file says afterwards, in which all lines that do not differ are kept', async () => {
    const folder = await temporaryFolder(onEnd);
    const styles = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });
    const isLast = fc.boolean();
    const property = fc.asyncProperty(
      settings,
      backends,
      settings,
      backends,
      styles,
      isLast,
      async (before, present, after, wanted, style, backendsLast) => {
        const options = Object.entries(before).map(([key, value], index) => {
          const form = NUMBERS[(style[index] ?? 0) % NUMBERS.length] ?? '';
          return {
            isSame: after[key as keyof typeof after] === value,
            text: `${key}: ${form.replace('N', String(value))}`,
          };
        });
        const items = present.map(({ number, weight }, index) => {
          const form = ITEMS[(style[2 + index] ?? 0) % ITEMS.length] ?? '';
          const text = form.replaceAll('N', String(number)).replace('W', String(weight));
          return {
            isSame: wanted.some((each) => each.number === number && each.weight === weight),
            text: `  # before ${number}\n  - ${text}`,
          };
        });
        const list = [{ isSame: true, text: 'backends: # mine' }, ...items];
        const blocks = backendsLast ? [...options, ...list] : [...list, ...options];
        const text = `# top\n${blocks.map((block) => block.text).join('\n')}\n`;
        const written = await saved(folder, text, { ...after, backends: wanted.map(textOf) });
        const kept = `# top\n${blocks
          .filter(({ isSame }) => isSame)
          .map((block) => block.text)
          .join('\n')}`.split('\n');
        expect(isWithin(kept, written.split('\n'))).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: runs(100) });
  });
});

/** Whether lines are all there, in their order. */
function isWithin(lines: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const line of whole) if (line === lines[next]) next += 1;
  return next === lines.length || lines[next] === undefined;
}
