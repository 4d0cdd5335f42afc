import type { ReportFacts, Tool } from '../../core/finding/finding.ts'
import type { Shape } from '../../scan/shape.ts'
import { defined, text } from '../fields.ts'
import { instant } from '../record.ts'
import { documentOf } from './document.ts'

/** `@generated` has no time zone (`Mon, 2 Mar 2026 10:15:00`), so only `created`, of newer versions, tells when. */
export function factsOf(shape: Shape): ReportFacts {
  return {
    tools: [toolOf(shape)],
    ...defined({ finishedAt: instant(documentOf(shape), 'created') }),
    subject: { commits: [], digests: [], products: [] },
  }
}

export const toolOf = (shape: Shape): Tool => ({
  name: 'zap',
  ...defined({ version: text(documentOf(shape), '@version') }),
})
