import { entities } from '../entities.ts'
import { clean, fit } from './text.ts'

declare const brand: unique symbol
/** Well-formed SVG. Only {@link element} and {@link words} make it, so a label never becomes markup. */
export type Markup = string & { readonly [brand]: 'Markup' }

type Attributes = Readonly<Record<string, string | number | undefined>>

/** `light` and `dark` bring ink and paper; `inherit` takes both from the page around it. */
export type Theme = 'light' | 'dark' | 'inherit'

/** What every picture says of itself. */
export interface About {
  readonly title: string
  /** For those who cannot see it: what it shows and what follows, in a sentence or two. */
  readonly description: string
  /** A line below: source, seed, date. */
  readonly note?: string
}

/** What a picture shows, for those who read rather than look. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const WIDTH = 720
export const MARGIN = 20
/** Where a picture's own part begins, below its title. */
export const TOP = 52

const INK = { light: '#1b1f24', dark: '#e8eaed' }
const PAPER = { light: '#ffffff', dark: '#14181d' }

/** A whole picture, {@link WIDTH} wide. @param height of the title and the picture's own part; a note adds to it */
export function picture(about: About, height: number, theme: Theme, body: readonly Markup[]): string {
  const whole = height + (about.note ? 28 : 12)
  const paper = theme === 'inherit' ? [] : [element('rect', { width: WIDTH, height: whole, fill: PAPER[theme] })]
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      viewBox: `0 0 ${number(WIDTH)} ${number(whole)}`,
      width: WIDTH,
      height: whole,
      'font-family': 'Helvetica, Arial, Liberation Sans, sans-serif',
      'font-size': 12,
      ...(theme !== 'inherit' && { color: INK[theme] }),
      fill: 'currentColor',
    },
    element('title', {}, escaped(about.title)),
    element('desc', {}, escaped(about.description)),
    ...paper,
    words(MARGIN, 28, fit(about.title, 78), { 'font-size': 16, 'font-weight': 'bold' }),
    ...body,
    ...(about.note
      ? [words(MARGIN, whole - 12, fit(about.note, 120), { 'font-size': 10.5, 'fill-opacity': 0.7 })]
      : []),
  )
}

/** @throws {RangeError} on a number that is not finite: what is drawn was computed by us */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escaped(String(value))}"`)
    .join('')
  return (children.length ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`) as Markup
}

/** Text at a place. */
export const words = (x: number, y: number, label: string, attributes: Attributes = {}): Markup =>
  element('text', { x, y, ...attributes }, escaped(label))

/** A line from one point to another. */
export const rule = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): Markup =>
  element('line', { x1, y1, x2, y2, stroke: 'currentColor', ...attributes })

function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`cannot draw ${value}`)
  return String(Math.round(value * 100) / 100 + 0)
}

const escaped = (label: string) => entities(clean(label)) as Markup
