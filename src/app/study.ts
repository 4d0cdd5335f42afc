import { buildDocument } from '../core/brief/build.ts'
import { DOCUMENT_KINDS } from '../core/brief/documents.ts'
import { ENGLISH } from '../core/brief/english/english.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { atHand } from './at-hand.ts'
import { type DocumentPorts, madeOf, plainStyle, unknown } from './document.ts'
import { optionsJsonOf } from './options.ts'
import { planJsonOf } from './plan.ts'
import type { Studied, StudyTask } from './ports/studies.ts'

/** Works something out of a case by what commands on files do, from values alone. */
export async function study(task: StudyTask, outside: Omit<DocumentPorts, 'files' | 'clock'>): Promise<Studied> {
  const { study, rules, version } = task
  const { file, ports, register } = atHand(task.case, { ...outside, clock: { now: () => task.now }, files: NO_FILES })
  const words = { file, register, version, ...(task.at !== undefined && { at: task.at }) }
  if (study.of === 'options') return whole(await optionsJsonOf(words, ports))
  if (study.of === 'plan') return whole(await planJsonOf(words, ports))
  const kind = DOCUMENT_KINDS.find((one) => one === study.kind)
  if (!kind) return { ok: false, problem: [unknown('document', study.kind, DOCUMENT_KINDS)] }
  const made = await madeOf(
    { ...words, policies: [], rules, format: study.format, style: plainStyle },
    (facts) => buildDocument(kind, facts, ENGLISH),
    ports,
  )
  return made.ok ? ok({ content: made.content, notes: made.notes }) : { ok: false, problem: made.problem }
}

/** Figures are there or refused, as one: nothing is missing from them in silence. */
const whole = (text: Result<string, readonly Problem[]>): Studied =>
  text.ok ? ok({ content: text.value, notes: [] }) : text

/** What a server is asked for it does not look up among its own files. */
const NO_FILES: DocumentPorts['files'] = {
  text: (file) => refuse('file/missing', 'There is no such file.', undefined, { file }),
}
