import { assert, property, string } from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { breakEvenTable, breakEvenText } from './break-even.ts'
import { exposureDays, exposureTable, exposureText } from './exposure.ts'
import { ganttSvg, ganttTable, ganttText } from './gantt.ts'
import { lossCurveSvg, lossCurveTable } from './loss-curve.ts'
import { optionsSvg, optionsTable, optionsText } from './options.ts'
import { lineStyle } from './palette.ts'
import { breakEven, exposure, gantt, lossCurve, options, samples, tornado } from './pictures.testing.ts'
import { element } from './svg.ts'
import { clean } from './text.ts'
import { tornadoTable, tornadoText } from './tornado.ts'

/** Element names and the texts in them; throws where it is not well-formed. */
function parsed(svg: string) {
  const names = new Set<string>()
  const attributes = new Set<string>()
  const texts: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    names.add(tag.name)
    for (const key of Object.keys(tag.attributes)) attributes.add(key)
  })
  parser.on('text', (text) => texts.push(text))
  parser.write(svg).close()
  return { names: [...names], attributes: [...attributes], texts }
}

const THEMES = ['light', 'dark', 'inherit'] as const
const HOSTILE = `</text><script>alert(1)</script>" onload='x' &amp; \u202Etxt.exe\u0007\u001b[31m]]>`

test('every picture is well-formed, has a title, a description and the role of an image', () => {
  for (const { svg } of samples('plain'))
    for (const theme of THEMES) {
      const { names, texts } = parsed(svg(theme))
      expect(svg(theme)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img"/)
      expect(names).toEqual(expect.arrayContaining(['title', 'desc']))
      expect(texts).toEqual(expect.arrayContaining(['Title plain', 'Description plain', 'Note plain']))
    }
})

test('a picture needs no style sheet, no script, no font and nothing from elsewhere', () => {
  for (const { svg } of samples('plain')) {
    const { names, attributes } = parsed(svg('light'))
    expect(['title', 'desc', 'svg', 'g', 'rect', 'line', 'path', 'circle', 'text']).toEqual(
      expect.arrayContaining(names),
    )
    expect(attributes.filter((name) => /^(?:style|class|id|href|on.*|xlink.*)$/.test(name))).toEqual([])
  }
})

test('the same data gives the same bytes, and no number in them is undefined or endless', () => {
  for (const [i, { svg, text }] of samples('x').entries()) {
    expect(svg('light')).toBe(samples('x')[i]!.svg('light'))
    expect(svg('light') + text).not.toMatch(/NaN|Infinity|undefined|null|\[object/)
  }
})

test('what cannot be drawn is a bug of ours, not a picture', () => {
  expect(() => element('line', { x1: Number.NaN })).toThrow(RangeError)
  expect(() => element('line', { x1: Infinity })).toThrow(RangeError)
})

test('a hostile label stays text, in every picture and in the terminal', () => {
  for (const { svg, text } of samples(HOSTILE)) {
    const { names, attributes, texts } = parsed(svg('light'))
    expect(names).not.toContain('script')
    expect(attributes).not.toContain('onload')
    expect(texts.join('')).toContain('</text><script>')
    // eslint-disable-next-line no-control-regex
    expect(svg('light') + text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  }
})

test('whatever a label holds, the picture is well-formed', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 40 }), (label) => {
      for (const { svg } of samples(label)) parsed(svg('dark'))
    }),
    { numRuns: 40 },
  )
})

test('characters that move others or cannot be seen become visible; letters of any script stay', () => {
  expect(clean('a\u202Eb\u200Bc\u0000d\uD800e\uFFFEf')).toBe('a�b�c�d�e�f')
  expect(clean('two\r\nlines\tand tabs')).toBe('two lines and tabs')
  expect(clean('Ünïcode שלום 日本 🙂')).toBe('Ünïcode שלום 日本 🙂')
})

test('a theme brings its ink and paper, or takes both from the page', () => {
  for (const { svg } of samples('x')) {
    expect(svg('light')).toContain('#ffffff')
    expect(svg('dark')).toContain('#14181d')
    expect(svg('inherit')).not.toMatch(/#ffffff|#14181d| color=/)
  }
})

test('lines beside each other differ in colour and in dashes, for the colour-blind and for paper', () => {
  const styles = Array.from({ length: 16 }, (_, n) => lineStyle(n))
  expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(16)
  styles.slice(1).forEach((style, i) => {
    expect(style.stroke).not.toBe(styles[i]!.stroke)
    expect(style['stroke-dasharray']).not.toBe(styles[i]!['stroke-dasharray'])
  })
})

test('a table says what the picture shows', () => {
  expect(lossCurveTable(lossCurve('x')).rows[0]!.slice(0, 3)).toEqual(['ship now x', '14 %', '14 %'])
  expect(optionsTable(options('x')).rows).toEqual([
    ['ship now x', '204327', '0', '938000', '4260000', ''],
    ['with a control', '38425', '12500', '17500', '217500', 'lowest expected cost'],
    ['wait', '', '', '', '', 'not open: policy x'],
  ])
  expect(breakEvenTable(breakEven('x')).rows).toEqual([
    ['ship now x', '6.4 %', 'depends on where in it'],
    ['feature off', '99.99 %', 'feature off costs less'],
    ['roll back', 'always more', 'fix first x costs less'],
    ['flag', 'always less', 'flag costs less'],
    ['twin', 'always equal', 'no difference'],
    ['odd', '50 %', 'fix first x costs less'],
  ])
  expect(tornadoTable(tornado('x')).rows[0]).toEqual(['loss x', '50 k x', '90000', '5 M', '-610000'])
  expect(ganttTable(gantt('x')).rows.at(-1)).toEqual(['Release possible', '', '', '30 h', '40 h', '50 h', ''])
  for (const { table } of samples('x')) for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
})

test('a break-even that is nearly certain is not rounded up to certain', () => {
  const row = { label: 'x', breakEven: { at: 0.999999, less: 'below' } as const }
  expect(breakEvenTable({ ...breakEven('x'), rows: [row] }).rows[0]![1]).toBe('99.99 %')
})

test('exposure-days are the area below the line', () => {
  const [patch, staged] = exposure('x').options.map(exposureDays)
  expect(patch).toBeCloseTo(14 + 46 * 0.03, 12)
  expect(staged).toBeCloseTo(30, 12)
  expect(exposureTable(exposure('x')).rows).toEqual([
    ['patch in 14 days x', '100 %', '3 %', '3 %', '3 %', '3 %', '15'],
    ['staged', '0 %', '25 %', '50 %', '75 %', '100 %', '30'],
  ])
})

test('a tolerance holds from its amount on, and nothing is said below it', () => {
  const curve = { label: 'tolerance', points: [{ amount: 1e5, chance: 0.05 }] }
  const data = { ...lossCurve('x'), tolerance: curve }
  expect(lossCurveTable(data).rows.at(-1)).toEqual(['tolerance', '', '', '5 %', '5 %', '5 %', '5 %', '5 %'])
  expect(lossCurveSvg(data, 'light')).toMatch(/L700,[\d.]+" fill="none" stroke="currentColor"/)
})

test('an amount of nothing stands at the left edge of a logarithmic scale', () => {
  const curve = {
    label: 'x',
    points: [
      { amount: 0, chance: 0.2 },
      { amount: 1e4, chance: 0.1 },
      { amount: 1e6, chance: 0 },
    ],
  }
  expect(lossCurveSvg({ ...lossCurve('x'), curves: [curve] }, 'light')).toMatch(/d="M72,[\d.]+L72,/)
})

test('each picture can be read in a terminal of 80 columns', () => {
  for (const { text } of samples('x'))
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(80)
  expect(ganttText(gantt('x'), 60)).toBe(
    [
      'reproduce x       █',
      'fix                ██████▓░░',
      'notes                    █▓░',
      'Release possible                           ▓▓▓▓▓▓▓▓▓░░░░░░░░',
      '                  P50 30 h, P80 40 h, P95 50 h',
    ].join('\n'),
  )
  expect(tornadoText(tornado('x'), 60).split('\n')[0]).toMatch(/^loss x +█+ +50 k x → 90000, 5 M → -610000$/)
  expect(optionsText(options('x'))).toMatch(/ship now x +204327 +938000 {2}█+─+\n/)
  expect(exposureText(exposure('x'))).toMatch(/patch in 14 days x {2}█+▁+ +15\n/)
  expect(breakEvenText(breakEven('x'))).toMatch(/flag +░+│░+ {2}always less\n/)
})

test('a picture of nothing is still a picture', () => {
  parsed(lossCurveSvg({ ...lossCurve('x'), curves: [], tolerance: { label: 'none', points: [] } }, 'light'))
  parsed(optionsSvg({ ...options('x'), options: [] }, 'light'))
  parsed(ganttSvg({ ...gantt('x'), tasks: [], marks: [], ticks: [] }, 'light'))
})
