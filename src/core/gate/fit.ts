import type { Subject } from '../finding/finding.ts'
import { addMillis, HOUR, MINUTE } from '../instant.ts'
import type { EvidenceDemand } from '../policy/policy.ts'
import type { Evidence, ReadReport } from './evidence.ts'
import type { Question } from './question.ts'
import type { Reason } from './verdict.ts'

/** Clocks of two machines may differ by this much before a report counts as one from the future. */
const SKEW_MILLIS = MINUTE

/** Why this evidence does not answer the question. Nothing = it does. */
export function unfit(evidence: Evidence, question: Question, demand: EvidenceDemand): readonly Reason[] {
  if (evidence.status === 'refused')
    return broken(evidence, 'Give the report again, whole: a report that cannot be read is not an empty report.')
  const incomplete = broken(evidence, 'Run the scan again, to its end.')
  return [...incomplete, ...otherSubject(evidence, question), ...wrongTime(evidence, question, demand)]
}

/** What is wrong with a report, as reasons. @param next  for a problem that does not say it */
const broken = ({ problems, file }: Evidence, next: string): readonly Reason[] =>
  problems.map(({ code, message, at = { file }, hint = next }) => ({
    code,
    decision: 'unknown',
    message,
    at,
    next: hint,
  }))

/** A report about another commit, artifact or product says nothing about this one. */
function otherSubject({ file, facts: { subject } }: ReadReport, question: Question): readonly Reason[] {
  const reason = (code: Reason['code'], what: string, named: readonly string[], asked: string): Reason => ({
    code,
    decision: 'unknown',
    message: `The report is about ${what} ${named.slice(0, 3).join(', ')}, not ${asked}.`,
    at: { file },
    next: 'Scan what is to be released, or ask about what was scanned.',
  })
  const reasons: Reason[] = []
  if (question.commit && named(subject, 'commits') && !subject.commits.some((c) => sameCommit(c, question.commit!)))
    reasons.push(reason('evidence/other-commit', 'commit', subject.commits, question.commit))
  if (
    question.digests.length > 0 &&
    named(subject, 'digests') &&
    !subject.digests.some((d) => question.digests.some((q) => q === d.toLowerCase()))
  )
    reasons.push(reason('evidence/other-artifact', 'artifact', subject.digests, question.digests[0]!))
  if (named(subject, 'products') && !subject.products.includes(question.product))
    reasons.push(reason('evidence/other-product', 'product', subject.products, question.product))
  return reasons
}

const named = (subject: Subject, what: keyof Subject) => subject[what].length > 0

/** Reports may shorten a commit; fewer than seven digits name nothing. */
const sameCommit = (reported: string, asked: string) => reported.length >= 7 && asked.startsWith(reported.toLowerCase())

function wrongTime({ file, facts }: ReadReport, { now }: Question, { maxAgeHours }: EvidenceDemand): readonly Reason[] {
  const { finishedAt } = facts
  if (finishedAt && finishedAt > addMillis(now, SKEW_MILLIS))
    return [
      unknown(
        'evidence/from-the-future',
        `The report says that it was finished at ${finishedAt}, which is yet to come.`,
        file,
        'Set the clocks right and scan again.',
      ),
    ]
  if (maxAgeHours === undefined) return []
  if (!finishedAt)
    return [
      unknown(
        'evidence/undated',
        'The report does not say when it was made, and policy wants to know.',
        file,
        'Let the tool write its end time.',
      ),
    ]
  return finishedAt < addMillis(now, -maxAgeHours * HOUR)
    ? [
        unknown(
          'evidence/stale',
          `The report was finished at ${finishedAt}, more than ${maxAgeHours} hours ago.`,
          file,
          'Scan again.',
        ),
      ]
    : []
}

const unknown = (code: Reason['code'], message: string, file: string, next: string): Reason => ({
  code,
  decision: 'unknown',
  message,
  at: { file },
  next,
})
