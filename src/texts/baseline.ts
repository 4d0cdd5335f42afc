import type { IdentityId } from '../core/finding/finding.ts'
import { parseInstant } from '../core/instant.ts'
import type { Baseline } from '../core/policy/baseline.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { ScanFault } from '../scan/fault.ts'
import { elements, shapeOf } from '../scan/json.ts'
import type { Json } from '../scan/shape.ts'
import type { Source } from '../scan/source.ts'

const SCHEMA = 'holdpoint/baseline/v1'
const STREAMS = ['/findings/*']
const HINT = 'Make it with: holdpoint baseline <reports> --product <name> --owner <who>.'

/** A file of what is in production: `{schema, product, owner, made_at, findings: [{id, also?, title?}]}`. All of it or nothing. */
export function readBaseline(source: Source): Result<Baseline> {
  try {
    return read(source)
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error
    const { code, message, hint, at } = error
    return refuse(code, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, hint, {
      file: source.name,
      ...(at && { line: at.line, column: at.column }),
    })
  }
}

function read(source: Source): Result<Baseline> {
  const no = (message: string, pointer: string) =>
    refuse('baseline/unreadable', message, HINT, { file: source.name, pointer })
  const shape = shapeOf(source, STREAMS)
  if (shape.at('/schema') !== SCHEMA) return no(`This is no baseline: its schema is not "${SCHEMA}".`, '/schema')
  if (!shape.met.has(STREAMS[0]!)) return no('It has no list of findings.', '/findings')
  const [product, owner, madeAt] = ['product', 'owner', 'made_at'].map((key) => shape.at(`/${key}`))
  if (typeof product !== 'string' || product === '') return no('It does not say of which product.', '/product')
  if (typeof owner !== 'string' || owner === '') return no('It does not say who answers for it.', '/owner')
  const dated = parseInstant(typeof madeAt === 'string' ? madeAt : '')
  if (!dated.ok) return no('It does not say when it was made.', '/made_at')
  const identities = new Set<IdentityId>()
  for (const { value, pointer } of elements(source, STREAMS)) {
    const ids = idsOf(value)
    if (!ids) return no('This is not a finding: expected {"id": 32 hex digits}.', pointer)
    for (const id of ids) identities.add(id)
  }
  return ok({ product, owner, madeAt: dated.value, identities })
}

function idsOf(value: Json): readonly IdentityId[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { id, also = [] } = value as { readonly [key: string]: Json }
  const ids = [id, ...(Array.isArray(also) ? (also as readonly Json[]) : [also])]
  return ids.every((one) => typeof one === 'string' && /^[0-9a-f]{32}$/.test(one))
    ? (ids as unknown as readonly IdentityId[])
    : undefined
}
