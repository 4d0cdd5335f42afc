import { plain } from '../../core/plain.ts'
import { snake } from '../../core/risk/keys.ts'
import type { Style } from '../terminal/problem.ts'
import { block, safe, section } from './layout.ts'
import type { Asked, CaseFact } from './report.ts'
import { whoKnows } from './words.ts'
import { jsonText } from '../json/text.ts'

/** A case that does not say enough for numbers: a blank is shown as a blank, with who could fill it. */
export interface Questions {
  readonly title: string
  readonly caseId: string
  readonly facts: readonly CaseFact[]
  readonly unanswered: readonly Asked[]
  readonly beside: { readonly answers: string; readonly profile: string }
}

export function questionsText({ title, caseId, facts, unanswered, beside }: Questions, style: Style): string {
  return `${[
    style('bold', safe(title)),
    'There are no numbers yet: nobody has said what they rest on.',
    section(
      'From the case',
      facts.map(({ entry, by, says, use }) => `entry ${entry}, ${by}: ${safe(says)} → ${use}`),
      style,
    ),
    section(
      'To be answered',
      unanswered.map(({ input, question, unit }) => `${question} (${snake(input)}, ${unit}; ask ${whoKnows(input)})`),
      style,
    ),
    block('Next', nextStep(caseId, unanswered, beside), style),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`
}

const nextStep = (id: string, unanswered: Questions['unanswered'], { answers, profile }: Questions['beside']): string =>
  [
    `Write the answers to ${plain(answers, 300)}, or name a file with --answers:`,
    '',
    '  schema: holdpoint/risk-case/v1',
    '  by: <who answers>',
    '  inputs:',
    ...unanswered
      .filter(({ input }) => input !== 'loss')
      .map(({ input }) => `    ${snake(input)}: { low: …, high: … }`),
    '',
    `What stays the same from hold to hold goes into ${plain(profile, 300)}: holdpoint profile init.`,
    ...(answers.startsWith(`${id}.`)
      ? [`Where the case is a server's, attach them there: holdpoint attach ${id} ${answers} ${profile}.`]
      : []),
  ].join('\n')

export const questionsJson = ({ title, caseId, facts, unanswered }: Questions): string =>
  `${jsonText(
    {
      schema: 'holdpoint/options/v1',
      case: caseId,
      title,
      options: [],
      facts,
      unanswered: unanswered.map(({ input, question, unit }) => ({
        input: snake(input),
        question,
        unit,
        who: whoKnows(input),
      })),
    },
    2,
  )}\n`
