import { ENGLISH } from '../core/brief/english/english.ts'
import { COUNTERPARTS, type Counterpart, feedback, rounds } from '../core/brief/rehearse/rehearse.ts'
import { capital, composer } from '../core/brief/compose.ts'
import { textOf } from '../core/brief/tree.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { plain } from '../core/plain.ts'
import { wrapped } from '../writers/document/text/wrap.ts'
import { type Answer, refusal } from './answer.ts'
import { type CaseWords, readFacts, unknown, withNotes } from './document.ts'
import type { Ports } from './ports.ts'

export interface RehearseRequest extends CaseWords {
  /** Who is on the other side. */
  readonly as: string
}

/** `holdpoint rehearse`: the other side raises this case's objections and presses once; kind feedback, then one way to say it. */
export async function rehearse(request: RehearseRequest, ports: Ports): Promise<Answer> {
  const known = Object.keys(COUNTERPARTS) as Counterpart[]
  const counterpart = known.find((one) => one === request.as)
  if (!counterpart) return refusal([unknown('counterpart', request.as, known)], ports)
  const read = await readFacts(request, ports)
  if (!read.ok) return refusal(read.problem, ports)
  const { facts } = read.value
  const { say } = composer(ENGLISH, facts.at)
  const { terminal } = ports
  const tell = (text: string, indent = '') =>
    terminal.say(wrapped(plain(text, 4000), 78 - indent.length, indent, indent))
  const who = [{ text: ENGLISH.roles[counterpart] }]
  const name = textOf(capital(who))
  terminal.say(terminal.style('bold', plain(textOf(say('rehearse.title', { name: facts.codeName, who })))))
  tell(textOf(say('rehearse.intro')))
  for (const round of rounds(counterpart, facts, ENGLISH)) {
    for (const line of [round.says, round.presses]) {
      terminal.say('')
      terminal.say(terminal.style('bold', plain(`${name}: ${line}`, 2000)))
      const answer = await terminal.ask(`${textOf(say('rehearse.you'))}> `)
      if (answer === undefined) return { exit: EXIT.clear, complaints: [] }
      if (answer.trim() === '') tell(textOf(say('rehearse.passed')), '  ')
      else for (const one of feedback(answer, round, ENGLISH).lines) tell(`· ${one}`, '  ')
    }
    terminal.say(terminal.style('dim', `  ${textOf(say('rehearse.reference'))}:`))
    tell(round.reference, '  ')
  }
  terminal.say('')
  tell(textOf(say('rehearse.end')))
  return withNotes({ exit: EXIT.clear, complaints: [] }, read.value.notes, ports)
}
