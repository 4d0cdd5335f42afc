import type { ReportFacts, Tool } from '../../core/finding/finding.ts'
import { parseInstant } from '../../core/instant.ts'
import { defined, list, text, texts, unique } from '../fields.ts'
import type { Run } from './run.ts'

/** What the runs say of themselves. */
export function factsOf(runs: readonly Run[]): ReportFacts {
  const tools = new Map(runs.map(({ tool }) => [JSON.stringify(tool), tool] satisfies [string, Tool]))
  const ends = runs
    .flatMap((run) => list(run.value, 'invocations'))
    .flatMap((invocation) => {
      const end = parseInstant(text(invocation, 'endTimeUtc') ?? '')
      return end.ok ? [end.value] : []
    })
  return {
    tools: [...tools.values()],
    ...defined({ finishedAt: ends.toSorted().at(-1) }),
    subject: {
      commits: unique(
        runs.flatMap((run) => list(run.value, 'versionControlProvenance').flatMap((p) => text(p, 'revisionId') ?? [])),
      ),
      digests: unique(runs.flatMap(imageDigests)),
      products: [],
    },
  }
}

// The standard knows no images; Trivy names the one it scanned in the run's property bag.
const imageDigests = (run: Run): readonly string[] =>
  [...texts(run.value, 'properties', 'repoDigests'), ...texts(run.value, 'properties', 'imageID')].flatMap(
    (name) => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(name)?.[1] ?? [],
  )
