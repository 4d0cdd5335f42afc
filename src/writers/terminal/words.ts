import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** What somebody can do next. */
export interface Step {
  readonly wish: string
  readonly about?: number | undefined
  readonly who: readonly string[]
  readonly roles: readonly string[]
  readonly why: string
}

interface Shown {
  readonly case: string
  readonly closed_at?: string | undefined
  readonly holds: readonly { readonly in_force: boolean }[]
  readonly next: readonly Step[]
  readonly facets?: { readonly review?: { readonly closed: boolean } | undefined } | undefined
  /** The entries that were just made, and what they are about: what those ask for comes first. */
  readonly made: readonly number[]
}

/** What happened, and what comes next: by whom, and with which command. */
export function doneText(what: string, shown: Shown, style: Style): string {
  const { case: id, closed_at, holds, next, made, facets } = shown
  const line = `${style('bold', id)}  ${plain(what, 400)}\n`
  const step = next.find(({ about }) => about !== undefined && made.includes(about)) ?? next[0]
  if (step) return `${line}${nextText(id, step, style)}`
  if (closed_at !== undefined || holds.length === 0 || holds.some(({ in_force }) => in_force)) return line
  return `${line}${style('cyan', 'Next')}  ${id} holds nothing any more. Learn from it, then close it.\n      holdpoint ${
    !facets?.review ? 'review' : facets.review.closed ? 'close' : 'review close'
  } ${id}\n`
}

/** One step: why, by whom, and the command for it. */
export function nextText(id: string, step: Step, style: Style): string {
  const command = COMMANDS[step.wish]?.(id, step.about)
  const says = `${style('cyan', 'Next')}  ${plain(step.why, 300)} ${whoText(step)}\n`
  return command === undefined ? says : `${says}      holdpoint ${command}\n`
}

const SOME = 5

function whoText({ who, roles }: Step): string {
  const named = who.length > 0 ? who : roles
  const more = named.length > SOME ? `, and ${named.length - SOME} more` : ''
  if (named.length === 0) return ''
  return `Who may: ${named
    .slice(0, SOME)
    .map((one) => plain(one, 40))
    .join(', ')}${more}.`
}

const COMMANDS: Readonly<Record<string, (id: string, about?: number) => string>> = {
  confirm: (id) => `hold confirm ${id}`,
  add_finding: (id) => `finding ${id} <finding.yaml>`,
  declare_candidate: (id) => `fixers ${id} --candidate <product@version> --digest <sha256:…> --by <person>`,
  declare_fixers: (id, n) => `fixers ${id} --candidate ${n} --by <person>`,
  record_proof: (id, n) => `retest ${id} --candidate ${n} --found no --evidence <file>`,
  record_regression: (id, n) => `regression ${id} --candidate ${n} <base run> <candidate's run>`,
  lift: (id, n) => `lift ${id} --candidate ${n}`,
  approve_change: (id, n) => `change approve ${id} --change ${n}`,
  approve_acceptance: (id, n) => `accept approve ${id} --acceptance ${n}`,
  answer: (id, n) => `object answer ${id} --objection ${n} --answer <text>`,
  review_override: (id, n) => `override review ${id} --override ${n} --finding <text>`,
}
