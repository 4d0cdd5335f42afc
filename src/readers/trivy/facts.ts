import type { ReportFacts } from '../../core/finding/finding.ts'
import { parseInstant } from '../../core/instant.ts'
import type { Shape } from '../../scan/shape.ts'
import { defined, text, texts, unique } from '../fields.ts'
import { toolOf } from './result.ts'

/** What a report says of itself. An image's name is not a product's: it says nothing about `products`. */
export function factsOf(shape: Shape): ReportFacts {
  const created = parseInstant(text(shape.value, 'CreatedAt') ?? '')
  // An image that was scanned before its push has only an id, which no registry knows: alone it names nothing to compare.
  const pushed = texts(shape.value, 'Metadata', 'RepoDigests')
  const digests = pushed.length > 0 ? [...pushed, ...texts(shape.value, 'Metadata', 'ImageID')] : []
  return {
    tools: [toolOf(shape)],
    ...defined({ finishedAt: created.ok ? created.value : undefined }),
    subject: {
      commits: texts(shape.value, 'Metadata', 'Commit'),
      digests: unique(digests.flatMap((name) => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(name)?.[1] ?? [])),
      products: [],
    },
  }
}
