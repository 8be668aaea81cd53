import xterm from '@xterm/headless';
import { describe, expect, it } from '@jest/globals';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { screenFrame } from '../../../lib/cli/top/layout.js';
import { DiffRenderer, type ScreenFrame } from '../../../lib/cli/top/renderer.js';
import { painter } from '../../../lib/cli/text/paint.js';
import { cutLine } from '../../../lib/cli/text/width.js';
import { NOW, topData, topOf } from '../../helpers/top-data.js';

const paint = painter(new Chalk({ level: 1 }));
/** The alternate screen, without wrapping: as top opens it. */
const OPENED = '\u001b[?1049h\u001b[?7l';

type Terminal = InstanceType<typeof xterm.Terminal>;

function open(columns: number, rows: number): Terminal {
  return new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
}

async function write(terminal: Terminal, text: string): Promise<void> {
  await new Promise<void>((resolve) => terminal.write(text, resolve));
}

/** Every cell: its characters, and how they look. */
function cells(terminal: Terminal): string[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(row);
    return Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column);
      const chars = cell?.getChars() ?? '';
      return `${chars === '' ? ' ' : chars}${cell?.getFgColor()}${cell?.isBold()}${cell?.isInverse()}`;
    }).join('|');
  });
}

const STYLES = ['good', 'bad', 'selected', undefined] as const;
const span = fc
  .record({
    text: fc.constantFrom('', 'B1', '負荷', '▸ up', ' '.repeat(9), 'x'.repeat(30)),
    style: fc.constantFrom(...STYLES),
  })
  .map(({ text, style }) => (style === undefined ? { text } : { text, style }));

describe('the renderer', () => {
  it('has the terminal show what a whole frame would, whatever was shown before and whatever its size', async () => {
    const step = fc.record({
      columns: fc.integer({ min: 2, max: 30 }),
      lines: fc.array(fc.array(span, { maxLength: 4 }), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const terminal = open(30, 6);
        await write(terminal, OPENED);
        const renderer = new DiffRenderer(paint);
        for (const { columns, lines } of steps) {
          if (columns !== terminal.cols) {
            terminal.resize(columns, 6);
            renderer.forget();
          }
          const frame: ScreenFrame = { lines: lines.map((line) => cutLine(line, columns)) };
          await write(terminal, renderer.render(frame, columns));
          const whole = open(columns, 6);
          await write(whole, OPENED + new DiffRenderer(paint).render(frame, columns));
          expect(cells(terminal)).toEqual(cells(whole));
          expect(renderer.render(frame, columns)).toBe('');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('writes less than 2 KB a second at rest', () => {
    const { top } = topOf(topData());
    const renderer = new DiffRenderer(paint);
    const size = { columns: 200, rows: 60 };
    renderer.render(screenFrame(top.state, size, NOW), size.columns);
    const text = renderer.render(screenFrame(top.state, size, NOW + 1000), size.columns);
    expect(text).not.toBe('');
    expect(Buffer.byteLength(text)).toBeLessThan(2048);
  });
});
