import {
  AlignmentType,
  BorderStyle,
  Document as File,
  HeadingLevel,
  LevelFormat,
  LineRuleType,
  Packer,
  PageBreak,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  UnderlineType,
  WidthType,
} from 'docx'
import type { Block, Document, Spans } from '../../../core/brief/tree.ts'
import { harmless, unbroken } from '../harmless.ts'

const GREY = '4A525C'
const INK = '1B1F24'
const ACCENT = '0B5CAD'
const TONES = { ask: [ACCENT, 'EEF4FB'], gap: [GREY, 'F5F6F8'], note: ['D5D9DE', 'FFFFFF'] } as const
/** What stands on the machines of those who get such a file. */
const FONT = 'Calibri'
/** Between the margins, in twentieths of a point. */
const LINE = 9706

/** A document for a word processor. Strangers' text is text runs only: no field, link or markup. */
export async function documentDocx({ title, language, head, blocks, notes }: Document): Promise<Uint8Array> {
  const file = new File({
    title: harmless(title),
    creator: 'Holdpoint',
    styles: {
      default: {
        document: {
          run: { font: FONT, size: 20, color: INK, language: { value: language } },
          paragraph: { spacing: { after: 110, line: 264, lineRule: LineRuleType.AUTO } },
        },
        heading1: heading(38, INK, 60, 200),
        heading2: heading(25, ACCENT, 300, 90),
        heading3: heading(21, INK, 200, 60),
      },
    },
    numbering: {
      config: [
        {
          reference: 'steps',
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: '%1.',
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: 360, hanging: 360 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: 1000, bottom: 1000, left: 1100, right: 1100 },
          },
        },
        children: [
          small(plainOf(head)),
          ...numbered(blocks),
          ...notes.map(({ number, text }) => small(`${number}. ${text}`)),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toArrayBuffer(file))
}

const heading = (size: number, color: string, before: number, after: number) => ({
  run: { font: FONT, size, bold: true, color },
  paragraph: { spacing: { before, after, line: 250, lineRule: LineRuleType.AUTO } },
})

/** Each numbered list counts from one again. */
function numbered(blocks: readonly Block[]): (Paragraph | Table)[] {
  let instance = 0
  return blocks.flatMap((block) => blockDocx(block, block.kind === 'list' && block.ordered ? ++instance : instance))
}

const small = (text: string) =>
  new Paragraph({
    spacing: { after: 40 },
    children: [new TextRun({ text: harmless(text), size: 15, color: GREY })],
  })

const plainOf = (spans: Spans) => spans.map(({ text }) => text).join('')

const LEVELS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

function blockDocx(block: Block, instance: number): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: LEVELS[block.level], keepNext: true, children: runs(block.spans) })]
    case 'paragraph':
      return [new Paragraph({ children: runs(block.spans) })]
    case 'speech':
      return [
        ...(block.who.length > 0
          ? [
              new Paragraph({
                keepNext: true,
                spacing: { before: 120, after: 20 },
                children: runs(block.who, { bold: true, color: GREY }),
              }),
            ]
          : []),
        new Paragraph({ indent: { left: 300 }, keepNext: !block.you, children: runs(block.spans) }),
      ]
    case 'figures':
      return [
        new Table({
          width: FULL,
          borders: BORDERS,
          columnWidths: widthsOf([
            block.items.map(({ value, note }) => (plainOf(value).length > plainOf(note).length ? value : note)),
          ]),
          rows: [
            new TableRow({
              children: block.items.map(
                ({ label, value, note }) =>
                  new TableCell({
                    margins: { top: 60, bottom: 60, right: 160 },
                    children: [
                      new Paragraph({ spacing: { after: 20 }, children: runs(label, { color: GREY }) }),
                      new Paragraph({ spacing: { after: 20 }, children: runs(value, { bold: true, size: 26 }) }),
                      new Paragraph({ spacing: { after: 0 }, children: runs(note, { color: GREY }) }),
                    ],
                  }),
              ),
            }),
          ],
        }),
        new Paragraph({ spacing: { after: 40 }, children: [] }),
      ]
    case 'list':
      return block.items.map(
        (item) =>
          new Paragraph({
            ...(block.ordered ? { numbering: { reference: 'steps', level: 0, instance } } : { bullet: { level: 0 } }),
            spacing: { after: 50 },
            children: runs(item),
          }),
      )
    case 'table':
      return [tableDocx(block.columns, block.rows), new Paragraph({ spacing: { after: 40 }, children: [] })]
    case 'figure':
      return [] // the table beside it says the same
    case 'callout': {
      const [edge, fill] = TONES[block.tone]
      const cell = new TableCell({
        shading: { type: ShadingType.CLEAR, fill },
        borders: { left: { style: BorderStyle.SINGLE, size: 24, color: edge }, top: NONE, bottom: NONE, right: NONE },
        margins: { top: 90, bottom: 60, left: 160, right: 160 },
        children: [new Paragraph({ children: runs(block.title, { bold: true }) }), ...numbered(block.blocks)],
      })
      return [
        new Table({ width: FULL, rows: [new TableRow({ children: [cell] })] }),
        new Paragraph({ spacing: { after: 40 }, children: [] }),
      ]
    }
    case 'field':
      return [
        new Paragraph({
          spacing: { before: 240 },
          children: [
            ...runs(block.label),
            new TextRun({ text: `  ${'\u00a0'.repeat(60)}`, underline: { type: UnderlineType.SINGLE } }),
          ],
        }),
      ]
    case 'page-break':
      return [new Paragraph({ children: [new PageBreak()] })]
  }
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' } as const
const FULL = { size: 100, type: WidthType.PERCENTAGE } as const
const RULE = { style: BorderStyle.SINGLE, size: 4, color: 'D5D9DE' } as const
const BORDERS = {
  top: NONE,
  left: NONE,
  right: NONE,
  bottom: RULE,
  insideVertical: NONE,
  insideHorizontal: RULE,
} as const

const tableDocx = (columns: readonly Spans[], rows: readonly (readonly Spans[])[]) =>
  new Table({
    width: FULL,
    columnWidths: widthsOf([columns, ...rows]),
    borders: BORDERS,
    rows: [
      new TableRow({ tableHeader: true, children: columns.map((cell) => cellDocx(cell, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((cell) => cellDocx(cell, false)) })),
    ],
  })

/** By the longest cell of each column: none too narrow for a word, none so wide that the others starve. */
function widthsOf(rows: readonly (readonly Spans[])[]): number[] {
  const longest = rows[0]!.map((_, i) => Math.min(60, Math.max(17, ...rows.map((row) => plainOf(row[i]!).length))))
  const all = longest.reduce((sum, length) => sum + length, 0)
  return longest.map((length) => Math.floor((LINE * length) / all))
}

const cellDocx = (spans: Spans, bold: boolean) =>
  new TableCell({
    margins: { top: 40, bottom: 40, right: 120 },
    children: [new Paragraph({ spacing: { after: 0 }, children: runs(spans, { bold }) })],
  })

const runs = (
  spans: Spans,
  look: { readonly bold?: boolean; readonly color?: string; readonly size?: number } = {},
): TextRun[] =>
  spans.flatMap(({ text, is, note, strong }) => {
    const safe = is === 'figure' ? unbroken(harmless(text)) : harmless(text)
    const run = new TextRun({
      ...look,
      text: is === 'quote' ? `“${safe}”` : safe,
      ...(strong && { bold: true }),
      ...(is === 'gap' && { italics: true }),
    })
    return note === undefined ? [run] : [run, new TextRun({ text: String(note), superScript: true, color: GREY })]
  })
