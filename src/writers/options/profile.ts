import { plain } from '../../core/plain.ts'
import { INPUTS } from '../../core/risk/inputs.ts'
import { meanLoss } from '../../core/risk/loss.ts'
import type { Profile } from '../../core/risk/profile.ts'
import type { Question } from '../../core/risk/questions.ts'
import type { Style } from '../terminal/problem.ts'
import { amount, belief } from './amounts.ts'
import { lawLines } from './law.ts'
import { section } from './layout.ts'
import type { OptionsReport } from './report.ts'
import { inputWords, whoKnows } from './words.ts'

/** A sound profile: what it says, what it leaves to be asked at each hold, and the law that it names. */
export interface CheckedProfile {
  readonly profile: Profile
  readonly questions: readonly Question[]
  readonly law: NonNullable<OptionsReport['law']>
}

export function profileText({ profile, questions, law }: CheckedProfile, style: Style): string {
  const { product, currency, loss, inputs } = profile
  const event =
    loss.length === 0
      ? 'What one loss event costs is asked at each hold.'
      : `One loss event costs ${currency} ${amount(meanLoss(loss))} on average.`
  const sections = [
    `Sound: ${style('bold', plain(product, 100))}, ${Object.keys(inputs).length} standing inputs. ${event}`,
    section(
      'Asked at each hold, the most telling first',
      questions.map(
        ({ input, question, fallback }) =>
          `${question} ${fallback ? `Default: ${belief(fallback.value, INPUTS[input].domain)}.` : 'No default.'} (${inputWords(input)}; ask ${whoKnows(input)})`,
      ),
      style,
    ),
    section('What law may come to', lawLines(law), style),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}
