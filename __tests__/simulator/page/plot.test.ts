import { describe, expect, it } from '@jest/globals';
import { curve, pathOf } from '../../../lib/simulator/page/plot.js';
import { COLOURS, drawMark, seriesStyle } from '../../../lib/simulator/page/series-style.js';
import { STYLES } from '../../../lib/simulator/page/styles.js';

describe('a curve', () => {
  it('goes through its points', () => {
    expect(
      pathOf([
        [0, 10],
        [20, 30.04],
        [40, 0],
      ]),
    ).toBe('M0,10L20,30L40,0');
  });

  it('has a gap where there is no figure', () => {
    const { text } = curve(seriesStyle(0), [[0, 0], [10, 0], undefined, [30, 0], [40, 0]]);
    expect(text).toContain('d="M0,0L10,0M30,0L40,0"');
  });

  it('is drawn with its series’ dashes, a theory’s with those of theories', () => {
    expect(
      curve(seriesStyle(1), [
        [0, 0],
        [9, 9],
      ]).text,
    ).toContain('stroke-dasharray="8 3"');
    expect(
      curve(
        seriesStyle(1),
        [
          [0, 0],
          [9, 9],
        ],
        'theory',
      ).text,
    ).not.toContain('stroke-dasharray');
  });
});

describe('the looks of series', () => {
  it('are different for many policies, by more than the colour for those of one colour', () => {
    const looks = Array.from({ length: 40 }, (_, index) => seriesStyle(index));
    expect(new Set(looks.map((style) => style.colour + style.dashes + drawMark(style, 0, 0).text)).size).toBe(
      40,
    );
    const [first, , , , , , , , ninth] = looks;
    expect(ninth?.colour).toBe(first?.colour);
    expect(ninth?.dashes).not.toBe(first?.dashes);
  });

  it('have colours that the style sheet knows, for light and for dark', () => {
    for (let colour = 0; colour < COLOURS; colour++) {
      expect(STYLES.split(`--colour-${colour}: #`)).toHaveLength(3);
      expect(STYLES).toContain(`.colour-${colour} {`);
    }
  });
});
