import type { Clerk, Evaluation } from '../core/gate/evaluate.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { evaluationJson } from '../writers/json/verdict.ts'
import { verdictAnnotations } from '../writers/github/verdict.ts'
import { verdictJunit } from '../writers/junit/verdict.ts'
import { verdictMarkdown } from '../writers/markdown/verdict.ts'
import type { OutputWriter, Writing } from '../writers/output.ts'
import { sarif } from '../writers/sarif/verdict.ts'
import { verdictText } from '../writers/terminal/verdict.ts'
import type { Ports, Spool, Style } from './ports.ts'
import { jsonText } from '../writers/json/text.ts'

/** Every form that an answer can take. */
const WRITERS = {
  text: (style: Style): OutputWriter => atEnd((evaluation) => verdictText(evaluation, style)),
  json: (): OutputWriter => atEnd((evaluation) => `${jsonText(evaluationJson(evaluation), 2)}\n`),
  sarif: (): OutputWriter => sarif,
  markdown: (): OutputWriter => atEnd(verdictMarkdown),
  junit: (): OutputWriter => atEnd(verdictJunit),
  github: (): OutputWriter => atEnd(verdictAnnotations),
} as const
type Form = keyof typeof WRITERS

/** One answer asked for: in which form, and where to. */
export interface Output {
  readonly form: Form
  readonly to: '-' | { readonly file: string }
}

/** `json`, `sarif=out.sarif`, `markdown=-`. Text to standard output where nothing is asked for. */
export function parseOutputs(texts: readonly string[]): Result<readonly Output[]> {
  const outputs: Output[] = []
  const forms = Object.keys(WRITERS) as Form[]
  for (const text of texts.length > 0 ? texts : ['text']) {
    const [, name = '', target] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
    const form = forms.find((known) => known === name)
    if (!form)
      return refuse(
        'usage/unknown-output',
        `"${name.slice(0, 40)}" is not a form of output.`,
        `It is one of: ${forms.join(', ')}.`,
      )
    if (target === '')
      return refuse('usage/unknown-output', `Where should ${form} go?`, `Name a file: ${form}=verdict.${form}.`)
    outputs.push({ form, to: target === undefined || target === '-' ? '-' : { file: target } })
  }
  return outputs.filter(({ to }) => to === '-').length > 1
    ? refuse(
        'usage/two-outputs',
        'Two outputs cannot share standard output.',
        'Give one of them a file: json=verdict.json.',
      )
    : ok(outputs)
}

/** All answers being written at once, each on a sheet of its own. */
export interface Desk {
  /** Absent where no output lists the findings. */
  readonly clerk?: Clerk
  end(evaluation: Evaluation): void
  /** Files first, standard output last; what could not be delivered is said. */
  deliver(): readonly Problem[]
}

export function desk(outputs: readonly Output[], { files, terminal }: Ports): Desk {
  const sheets = outputs.map(({ form, to }) => {
    const spool = files.spool()
    return { to, spool, writing: WRITERS[form](terminal.style)(spool) }
  })
  const clerks = sheets.flatMap(({ writing }) => writing.clerk ?? [])
  return {
    ...(clerks.length > 0 && { clerk: all(clerks) }),
    end: (evaluation) => sheets.forEach(({ writing }) => writing.end(evaluation)),
    deliver: () => sheets.toSorted(filesFirst).flatMap(({ spool, to }) => deliver(spool, to)),
  }
}

const all = (clerks: readonly Clerk[]): Clerk => ({
  heard: (judged) => clerks.forEach((clerk) => clerk.heard(judged)),
  ended: (evidence) => clerks.forEach((clerk) => clerk.ended(evidence)),
})

const filesFirst = (a: { to: Output['to'] }, b: { to: Output['to'] }) => Number(a.to === '-') - Number(b.to === '-')

function deliver(spool: Spool, to: Output['to']): readonly Problem[] {
  const delivered = spool.deliver(to)
  spool.discard()
  return delivered.ok ? [] : [delivered.problem]
}

const atEnd =
  (text: (evaluation: Evaluation) => string): OutputWriter =>
  (sheet): Writing => ({ end: (evaluation) => sheet.write(text(evaluation)) })
