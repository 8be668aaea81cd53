/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** A plot that can be seen. */
export interface SeenPlot {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Lines of series and of theories, those of crowds too, which can be seen. */
  readonly curves: number;
}

/** The plots that can be seen, in their order. */
export function plotsOf(page: Page): Promise<SeenPlot[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('svg.plot')]
      .map((plot) => {
        const { width, height } = plot.getBoundingClientRect();
        const curves = [...plot.querySelectorAll<SVGPathElement>('path.curve')].filter((curve) => {
          const { stroke, visibility } = getComputedStyle(curve);
          return curve.getTotalLength() > 10 && stroke !== 'none' && visibility === 'visible';
        });
        return { id: plot.id, width, height, curves: curves.length };
      })
      .filter(({ width }) => width > 0),
  );
}

/** Texts of a plot that lie upon each other. */
export function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('svg.plot')]
      .filter((plot) => plot.getBoundingClientRect().width > 0)
      .flatMap((plot) => {
        const texts = [...plot.querySelectorAll('text')].map((text) => ({
          text: text.textContent,
          box: text.getBoundingClientRect(),
        }));
        return texts.flatMap((a, index) =>
          texts
            .slice(index + 1)
            .filter(
              (b) =>
                // Boxes are as high as the font's highest letters, which digits are not.
                Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 0 &&
                Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 2,
            )
            .map((b) => `${plot.id}: '${a.text}' and '${b.text}'`),
        );
      }),
  );
}

/** What is wider than the screen, except within what scrolls by itself. */
export function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      if (element.closest('.scroll') !== null && !element.matches('.scroll')) return false;
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > clientWidth + 0.5 || left < -0.5);
    });
    const page = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];
    return [
      ...page,
      ...wide.map(({ tagName, id, textContent }) => `${tagName} ${id} ${textContent.slice(0, 40)}`),
    ];
  });
}

/** The colour of the page's ground, as `rgb(…)`. */
export function groundOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** What the page's style sheet has for names such as `--ground`. */
export function coloursOf(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate((wanted) => {
    const style = getComputedStyle(document.documentElement);
    return wanted.map((name) => style.getPropertyValue(name).trim());
  }, names);
}
