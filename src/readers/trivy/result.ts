import type { Location, Tool } from '../../core/finding/finding.ts'
import { type Severity, SEVERITIES } from '../../core/finding/severity.ts'
import { type Place, type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, list, text, whole } from '../fields.ts'
import type { Reading } from '../reader.ts'

/** Reads one record of a result: into one finding, or one reason to be ignored (and a problem, where it is damaged). */
export type ReadRecord = (record: Json, context: Context) => readonly Reading[]

/** What surrounds a record: the result that it stands in. */
export interface Context {
  readonly place: Place & { readonly pointer: string }
  readonly tool: Tool
  /** The image, file or resource that was looked at, as Trivy names it. */
  readonly target: string
  /** The object of a cluster that it belongs to: `default/Deployment/redis`. */
  readonly resource: string | undefined
  /** Where the package of a vulnerability is declared, by Trivy's package id. */
  readonly lineOf: (vulnerability: Json) => Location
}

/** Gives every record its context; what a result says is looked up once for all of its records. */
export class ContextOf {
  readonly #file: string
  readonly #shape: Shape
  #pointer = ''
  #context: Omit<Context, 'place'> | undefined

  constructor(file: string, shape: Shape) {
    this.#file = file
    this.#shape = shape
  }

  at(pointer: string): Context {
    const parent = pointer.split('/').slice(0, -2).join('/')
    if (!this.#context || parent !== this.#pointer) {
      this.#pointer = parent
      this.#context = contextOf(this.#shape, parent)
    }
    return { ...this.#context, place: { file: this.#file, pointer } }
  }
}

function contextOf(shape: Shape, pointer: string): Omit<Context, 'place'> {
  const result = shape.at(pointer)
  const owner = shape.at(pointer.split('/').slice(0, -2).join('/'))
  const names = ['Namespace', 'Kind', 'Name'].flatMap((name) => text(owner, name) ?? [])
  const lines = linesOf(list(result, 'Packages'))
  return {
    tool: toolOf(shape),
    target: text(result, 'Target') ?? text(shape.value, 'ArtifactName') ?? '',
    resource: names.length > 1 ? names.join('/') : undefined,
    lineOf: (vulnerability) =>
      lines.get(text(vulnerability, 'PkgIdentifier', 'UID') ?? '') ??
      lines.get(text(vulnerability, 'PkgID') ?? '') ??
      {},
  }
}

/** A record that is not what it should be: counted, and its report's evidence is unknown. */
export const malformed = (message: string, hint: string, { place }: Context): readonly Reading[] => [
  { problem: problem('trivy/malformed', message, hint, place) },
  { ignored: 'malformed' },
]

export const toolOf = (shape: Shape): Tool => ({
  name: 'trivy',
  ...defined({ version: text(shape.value, 'Trivy', 'Version') }),
})

/** Lines of a lock file by the package's UID, and by its id for older reports. */
function linesOf(packages: readonly Json[]): ReadonlyMap<string, Location> {
  const lines = new Map<string, Location>()
  for (const item of packages) {
    const [first] = list(item, 'Locations')
    const line = whole(1, first, 'StartLine')
    if (line === undefined) continue
    const location = { line, ...defined({ endLine: whole(1, first, 'EndLine') }) }
    for (const id of [text(item, 'Identifier', 'UID'), text(item, 'ID')])
      if (id !== undefined && !lines.has(id)) lines.set(id, location)
  }
  return lines
}

/** Trivy's five words; any other one is `unknown`, and said so. */
export function severityOf(
  value: Json,
  { place }: Context,
): { readonly severity: Severity; readonly severityWord?: string; readonly notes?: readonly Problem[] } {
  const said = field(value, 'Severity')
  if (said === undefined || said === '') return { severity: 'unknown' }
  const word = typeof said === 'string' ? said : JSON.stringify(said).slice(0, 80)
  const severity = SEVERITIES.find((name) => name !== 'info' && name === word.toLowerCase())
  if (severity !== undefined) return { severity, severityWord: word }
  return {
    severity: 'unknown',
    severityWord: word,
    notes: [
      {
        code: 'trivy/unknown-severity',
        message: `${JSON.stringify(word).slice(0, 80)} is not one of Trivy's severities.`,
        at: place,
      },
    ],
  }
}

/** The first place, in a file where Trivy names one, and the object of a cluster that it belongs to. */
export const locationIn = (
  { target, resource }: Context,
  file: string | undefined,
  more: Location = {},
): readonly Location[] => {
  const location = { ...defined({ file: file ?? (target || undefined), logical: resource }), ...more }
  return Object.keys(location).length > 0 ? [location] : []
}
