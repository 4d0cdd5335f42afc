import { EXIT } from '../core/gate/verdict.ts'
import { problem } from '../core/problem.ts'
import { questionsFor } from '../core/risk/questions.ts'
import { clockProposals } from '../core/risk/regulation/clocks.ts'
import { regulatoryExposure } from '../core/risk/regulation/exposure.ts'
import { readProfile } from '../texts/profile/read.ts'
import { PROFILE_TEMPLATE } from '../texts/profile/template.ts'
import { USUAL_OPTIONS } from '../texts/risk/read.ts'
import { profileText } from '../writers/options/profile.ts'
import { type Answer, deliver, print, refusal } from './answer.ts'
import type { Ports } from './ports.ts'

const MAX_TEXT_BYTES = 2 ** 20

/** `holdpoint profile init`: the standing facts of a product, every line explained; into a file that is not there yet. */
export function profileInit(file: string | undefined, ports: Ports): Answer {
  if (file === undefined) return print(PROFILE_TEMPLATE, ports)
  const there = ports.files.text(file, MAX_TEXT_BYTES)
  if (there.ok || there.problem.code !== 'file/missing')
    return refusal(
      [problem('profile/exists', 'This file is there already.', 'Nothing is overwritten: name another one.', { file })],
      ports,
    )
  return deliver([{ to: { file }, text: PROFILE_TEMPLATE }], EXIT.clear, ports)
}

/** `holdpoint profile check`: is it sound, what will still be asked at each hold, and which law does it name? */
export function profileCheck(file: string, ports: Ports): Answer {
  const text = ports.files.text(file, MAX_TEXT_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const read = readProfile(file, text.value)
  if (!read.ok) return refusal(read.problem, ports)
  const { profile } = read.value
  const today = ports.clock.now().slice(0, 10)
  const law = { exposure: regulatoryExposure(profile, today), clocks: clockProposals(profile, today) }
  const questions = questionsFor(profile, USUAL_OPTIONS)
  return print(profileText({ profile, questions, law }, ports.terminal.style), ports)
}
