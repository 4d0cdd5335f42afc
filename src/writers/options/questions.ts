import { plain } from '../../core/plain.ts'
import { snake } from '../../core/risk/keys.ts'
import type { Style } from '../terminal/problem.ts'
import { block, safe, section } from './layout.ts'
import type { Asked, CaseFact, Ways } from './report.ts'
import { whoKnows } from './words.ts'
import { jsonText } from '../json/text.ts'

/** A case that does not say enough for numbers: a blank is shown as a blank, with who could fill it. */
export interface Questions {
  readonly title: string
  readonly caseId: string
  readonly facts: readonly CaseFact[]
  readonly unanswered: readonly Asked[]
  /** The profile that counts, by the file or the entry that it stands in. */
  readonly given?: { readonly file: string }
  readonly ways: Ways
}

export function questionsText(questions: Questions, style: Style): string {
  const { title, facts, unanswered, given } = questions
  return `${[
    style('bold', safe(title)),
    'There are no numbers yet: nobody has said what they rest on.',
    section(
      'From the case',
      facts.map(({ entry, by, says, use }) => `entry ${entry}, ${by}: ${safe(says)} → ${use}`),
      style,
    ),
    section('From a profile', given ? [safe(given.file)] : [], style),
    section(
      'To be answered',
      unanswered.map(({ input, question, unit }) => `${question} (${snake(input)}, ${unit}; ask ${whoKnows(input)})`),
      style,
    ),
    block('Next', nextStep(questions), style),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`
}

function nextStep(questions: Questions): string {
  const { unanswered, ways } = questions
  return [
    `Write the answers to ${plain(ways.beside.answers, 300)}, or name a file with --answers:`,
    '',
    '  schema: holdpoint/risk-case/v1',
    '  by: <who answers>',
    '  inputs:',
    ...unanswered
      .filter(({ input }) => input !== 'loss')
      .map(({ input }) => `    ${snake(input)}: { low: …, high: … }`),
    '',
    ...(ways.products ? atServer(questions, ways.products) : besideFile(questions)),
  ].join('\n')
}

const besideFile = ({ given, ways }: Questions): readonly string[] =>
  given
    ? []
    : [`What stays the same from hold to hold goes into ${plain(ways.beside.profile, 300)}: holdpoint profile init.`]

function atServer(questions: Questions, products: readonly string[]): readonly string[] {
  const { given, ways } = questions
  const { answers, profile } = commandsOf(questions)
  const give = ['Give them to the case:', '', `  ${answers}`]
  if (given) return give
  return [
    ...give,
    '',
    'What stays the same from hold to hold is the profile of the product (holdpoint profile init profile.yaml writes one, to be filled in).',
    ...(profile.length > 1
      ? ['Give it to this case, or register it for the product and so for every case of it:']
      : [whyNotRegistered(ways, products)]),
    '',
    ...profile.map((command) => `  ${command}`),
  ]
}

const whyNotRegistered = ({ otherCurrency }: Ways, products: readonly string[]): string =>
  otherCurrency
    ? "The register's is in another currency than the answers, so that it does not count here. Give one to this case:"
    : `The register has one of each product, and this case holds ${products.length}: give one to this case.`

/** The very commands with which the answers and a profile are given to a server; none for a profile where there is one. */
function commandsOf({ caseId, given, ways }: Questions) {
  const { products = [], otherCurrency, beside } = ways
  const one = products.length === 1 && !otherCurrency
  const register = one ? [`holdpoint product add ${products[0]} --profile profile.yaml`] : []
  return {
    answers: `holdpoint attach ${caseId} ${beside.answers}`,
    profile: given ? [] : [`holdpoint attach ${caseId} profile.yaml`, ...register],
  }
}

export function questionsJson(questions: Questions): string {
  const { title, caseId, facts, unanswered, given, ways } = questions
  const said = {
    schema: 'holdpoint/options/v1',
    case: caseId,
    title,
    options: [],
    facts,
    ...(given && { profile: given.file }),
    unanswered: unanswered.map(({ input, question, unit }) => ({
      input: snake(input),
      question,
      unit,
      who: whoKnows(input),
    })),
    ...(ways.products && { give: commandsOf(questions) }),
  }
  return `${jsonText(said, 2)}\n`
}
