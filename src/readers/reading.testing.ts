import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Draft } from '../core/finding/finding.ts'
import type { Problem } from '../core/problem.ts'
import { csvShape } from '../scan/csv.ts'
import { shapeOf } from '../scan/json.ts'
import type { Json, Shape } from '../scan/shape.ts'
import { type Source, sourceOf } from '../scan/source.ts'
import { xmlShape } from '../scan/xml.ts'
import { yamlShape } from '../scan/yaml.ts'
import { readers } from './index.ts'
import type { Reader } from './reader.ts'

/** Everything that a reader said of a report, sorted by kind. */
export interface Understood {
  readonly findings: readonly Draft[]
  readonly ignored: Readonly<Record<string, number>>
  readonly problems: readonly Problem[]
  readonly refused: readonly Problem[]
}

export const sourceFrom = (name: string, content: string | Uint8Array): Source => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return sourceOf(name, bytes, `sha256:${createHash('sha256').update(bytes).digest('hex')}`)
}

export const readFrom = (file: string): Source => sourceFrom(path.basename(file), readFileSync(file))

/** The shape as the app gives it: hand-written files are YAML, and nothing of them is streamed. */
export function shapeFor(source: Source, reader: Reader): Shape {
  if (source.name.endsWith('.csv')) return csvShape(source)
  if (source.name.endsWith('.xml')) return xmlShape(source, reader.xml ?? [])
  return /\.ya?ml$/.test(source.name) ? yamlShape(source) : shapeOf(source, reader.streams)
}

export const recognisedBy = (source: Source): readonly Reader[] =>
  readers.filter((reader) => reader.recognises(shapeFor(source, reader)))

export function understand(reader: Reader, source: Source, shape: Shape = shapeFor(source, reader)): Understood {
  const findings: Draft[] = []
  const problems: Problem[] = []
  const refused: Problem[] = []
  const ignored: Record<string, number> = {}
  for (const reading of reader.read(source, shape)) {
    if ('finding' in reading) findings.push(reading.finding)
    else if ('problem' in reading) problems.push(reading.problem)
    else if ('refused' in reading) refused.push(reading.refused)
    else ignored[reading.ignored] = (ignored[reading.ignored] ?? 0) + 1
  }
  return { findings, ignored, problems, refused }
}

/** Reads a value as if it stood in a file of that name. */
export const reading = (reader: Reader, value: Json, name = 'report.json'): Understood =>
  understand(reader, sourceFrom(name, JSON.stringify(value)))

export const records = ({ findings, ignored }: Understood): number =>
  findings.length + Object.values(ignored).reduce((sum, n) => sum + n, 0)

/** Records that were told of: a vulnerability in three components is one of them, and three findings. */
export const told = (understood: Understood): number =>
  new Set(understood.findings.map(({ at }) => at)).size + records(understood) - understood.findings.length

export interface ManifestLine {
  readonly format: string
  readonly file: string
  readonly must: 'parse' | 'either' | 'refuse'
  readonly raw?: { readonly [key: string]: Json }
  readonly expected?: { readonly count: number; readonly severities: Readonly<Record<string, number>> }
}

/** The real reports that lie beside the checkout, for tests alone; undefined where they do not. */
export function corpus(): { readonly folder: string; readonly lines: readonly ManifestLine[] } | undefined {
  const folder = path.resolve('..', 'shared', 'corpus')
  const manifest = path.join(folder, 'manifest.jsonl')
  if (!existsSync(manifest)) return undefined
  const lines = readFileSync(manifest, 'utf8').trim().split('\n')
  return { folder, lines: lines.map((line) => JSON.parse(line) as ManifestLine) }
}

/** Sample reports and their expectations, by reader folder. */
export function samples(
  folder: string,
): readonly { readonly reader: string; readonly sample: string; readonly expected: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(path.join(folder, name))
        .filter((file) => /\.sample\.\w+$/.test(file))
        .map((file) => ({
          reader: name,
          sample: path.join(folder, name, file),
          expected: path.join(folder, name, file.replace(/\.sample\.\w+$/, '.expected.json')),
        })),
    )
}
