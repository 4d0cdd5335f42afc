import { complete } from '../../core/finding/complete.ts'
import { completion, draft, sha256 } from '../../core/finding/finding.testing.ts'
import type { Draft, Tool } from '../../core/finding/finding.ts'
import { noSeverities } from '../../core/finding/severity.ts'
import type { Report } from '../../core/gate/evaluate.ts'
import type { Digest } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { problem } from '../../core/problem.ts'

export interface Said {
  readonly tools?: readonly Tool[]
  readonly finishedAt?: string
  readonly products?: readonly string[]
  readonly commits?: readonly string[]
  /** What the report could not tell. */
  readonly problems?: number
  /** Not a report after all, which shows at its end. */
  readonly refused?: true
  /** Another file with the same findings. */
  readonly copy?: number
}

const TRIVY: readonly Tool[] = [{ name: 'Trivy', version: '1' }]

/** A report with these findings. */
export function report(drafts: readonly Partial<Draft>[], said: Said = {}): { report: Digest; read: () => Report } {
  const tools = said.tools ?? TRIVY
  const digest = `sha256:${sha256(JSON.stringify([drafts, said]))}` as Digest
  return {
    report: digest,
    *read() {
      for (const one of drafts)
        yield complete(draft({ ...(tools[0] && { tool: tools[0] }), ...one }), {
          ...completion,
          format: 'trivy',
          report: digest,
        })
      if (said.refused)
        return { status: 'refused', file: 'r.json', problems: [problem('json/truncated', 'It ends in the middle.')] }
      return {
        status: 'read',
        file: 'r.json',
        format: 'trivy',
        report: digest,
        facts: {
          tools,
          ...(said.finishedAt !== undefined && { finishedAt: said.finishedAt as Instant }),
          subject: { commits: said.commits ?? [], digests: [], products: said.products ?? [] },
        },
        tally: { records: drafts.length, findings: drafts.length, merged: 0, ignored: {}, severities: noSeverities() },
        problems: Array.from({ length: said.problems ?? 0 }, () => problem('trivy/failed', 'A scan failed.')),
      }
    },
  }
}

/** A vulnerability in a package, told by its advisory. */
export const flaw = (id: string, said: Partial<Draft> = {}): Partial<Draft> => ({
  kind: 'vulnerability',
  title: `${id} in tiny`,
  advisories: [id],
  component: { name: 'tiny', version: '1.0' },
  keys: [{ basis: 'advisory', parts: [id, 'tiny@1.0'] }],
  ...said,
})
