import type { ReportFacts, Tool } from '../../core/finding/finding.ts'
import type { Shape } from '../../scan/shape.ts'
import { defined, field, text, texts, unique } from '../fields.ts'
import { digestIn, instant } from '../record.ts'

/** What a report says of itself. An image's name is not a product's. */
export function factsOf(shape: Shape): ReportFacts {
  const target = field(shape.value, 'source', 'target')
  const names = [
    ...texts(target, 'repoDigests'),
    ...['manifestDigest', 'imageID', 'userInput'].flatMap((name) => text(target, name) ?? []),
  ]
  return {
    tools: [toolOf(shape)],
    ...defined({ finishedAt: instant(shape.value, 'descriptor', 'timestamp') }),
    subject: { commits: [], digests: unique(names.flatMap(digestIn)), products: [] },
  }
}

export function toolOf({ value }: Shape): Tool {
  const version = text(value, 'descriptor', 'version')
  return { name: 'grype', ...defined({ version: version === '[not provided]' ? undefined : version }) }
}
