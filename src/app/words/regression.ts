import { compareRuns } from '../../core/regression/compare.ts'
import type { Answer } from '../answer.ts'
import { openRun } from '../regression.ts'
import { type Asking, onCase, type Outcome, refusedFor } from './on-case.ts'
import { picked } from './picks.ts'
import { problem } from '../../core/problem.ts'

export interface RegressionEvidence {
  readonly base: string
  readonly run: string
  readonly candidate?: string | undefined
  readonly extent: 'full' | 'limited'
}

/** `holdpoint regression HP-7 base.xml run.xml`: compares two test runs, and puts the comparison and both runs into the case. */
export const recordRegression = (
  on: string,
  { base, run, candidate, extent }: RegressionEvidence,
  asking: Asking,
): Promise<Answer> =>
  onCase(on, asking, async ({ id, seen, evidence }): Promise<Outcome> => {
    const { server, ports } = asking
    const known = picked('candidate', { given: candidate, flag: 'candidate', now: ports.clock.now() }, seen)
    if (!known.ok) return refusedFor(known.problem)
    const runs = [openRun(base, ports), openRun(run, ports)] as const
    for (const one of runs) if (!one.ok) return refusedFor(one.problem)
    const [first, second] = runs
    if (!first.ok || !second.ok) return { refused: [] }
    const compared = compareRuns(first.value, second.value, ports.clock.now())
    if (compared.decision === 'unknown') return { refused: [NOT_COMPARABLE, ...compared.problems] }
    const files = [evidence.take(base), evidence.take(run)] as const
    for (const one of files) if (!one.ok) return refusedFor(one.problem)
    const attached = await evidence.attach(server, id, seen.facets?.evidence)
    if (!attached.ok) return { unheard: attached }
    const said = await server.wish(id, 'record_regression', {
      candidate: known.value,
      extent,
      base: files[0].ok && files[0].value,
      run: files[1].ok && files[1].value,
      comparison: compared.counts,
      subject: seen.facets?.candidates.find(({ n }) => n === known.value)?.build.digests ?? [],
    })
    if (!said.ok) return { unheard: said }
    const { tests, ...against } = compared.counts
    const worse = Object.entries(against).filter(([, count]) => count > 0)
    const what =
      worse.length === 0
        ? `Recorded: ${tests} tests, nothing is worse.`
        : `Recorded as worse: ${worse.map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`).join(', ')}.`
    return { entries: said.value.entries, what: () => what }
  })

const NOT_COMPARABLE = problem(
  'regression/not-recorded',
  'Nobody can tell whether the candidate is worse: nothing was recorded.',
  'Mend what stands below, and run both again.',
)
