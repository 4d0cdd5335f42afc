import { CHARACTER } from './axis.ts'
import { element, words, type Markup } from './svg.ts'
import { clean } from './text.ts'

export interface LegendItem {
  readonly label: string
  /** Draws a sample 18 wide and 10 high, with its left middle at (x, y). */
  readonly sample: (x: number, y: number) => Markup
}

const SAMPLE = 24

/** Samples and their names beside each other, wrapped at `right`. @returns with the height that it takes */
export function legend(
  items: readonly LegendItem[],
  left: number,
  right: number,
  top: number,
): { markup: Markup; height: number } {
  let [x, y] = [left, top]
  const parts = items.flatMap(({ label, sample }) => {
    const width = SAMPLE + [...clean(label)].length * CHARACTER * 0.9 + 14
    if (x > left && x + width > right) [x, y] = [left, y + 18]
    const part = [sample(x, y - 4), words(x + SAMPLE, y, label, { 'font-size': 11 })]
    x += width
    return part
  })
  return { markup: element('g', {}, ...parts), height: y - top + 18 }
}

export const boxSample =
  (attributes: Readonly<Record<string, string | number>>): LegendItem['sample'] =>
  (x, y) =>
    element('rect', { x, y: y - 5, width: 18, height: 10, ...attributes })

export const lineSample =
  (attributes: Readonly<Record<string, string | number>>): LegendItem['sample'] =>
  (x, y) =>
    element('line', { x1: x, y1: y, x2: x + 18, y2: y, ...attributes })
