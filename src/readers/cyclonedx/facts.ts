import type { ReportFacts } from '../../core/finding/finding.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, list, text, unique } from '../fields.ts'
import { decoded } from '../purl.ts'
import { digestIn, instant } from '../record.ts'
import { toolsOf } from './bom.ts'
import { documentOf } from './document.ts'

/** What a document says of itself. What it is about has a name of its supplier's choice: no product of ours. */
export function factsOf(shape: Shape): ReportFacts {
  const value = documentOf(shape)
  return {
    tools: toolsOf(field(value, 'metadata', 'tools')),
    ...defined({ finishedAt: instant(value, 'metadata', 'timestamp') }),
    subject: { commits: [], digests: digestsOf(field(value, 'metadata', 'component') ?? null), products: [] },
  }
}

/** Digests of the artifact: its hashes, an image's version or purl, and where Trivy writes them. */
function digestsOf(subject: Json): readonly string[] {
  const hashes = list(subject, 'hashes').flatMap((hash) => {
    const algorithm = /^SHA-(256|512)$/.exec(text(hash, 'alg') ?? '')?.[1]
    return algorithm === undefined ? [] : [`sha${algorithm}:${(text(hash, 'content') ?? '').toLowerCase()}`]
  })
  const properties = list(subject, 'properties').flatMap((property) =>
    /^aquasecurity:trivy:(?:ImageID|RepoDigest)$/.test(text(property, 'name') ?? '')
      ? (text(property, 'value') ?? text(property, 'content') ?? [])
      : [],
  )
  const purl = decoded((text(subject, 'purl') ?? '').replace(/[?#].*$/s, ''))
  return unique([...hashes, ...[text(subject, 'version') ?? '', purl, ...properties].flatMap(digestIn)])
}
