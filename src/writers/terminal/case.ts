import type { CaseEvent } from '../../core/case/event.ts'
import type { Standing } from '../../core/case/standing.ts'
import { plain } from '../../core/plain.ts'
import { difference, score } from '../../core/score/index.ts'
import { type Replay, words } from '../case.ts'
import type { Style } from './problem.ts'
import { count } from './reading.ts'

/** A case at a moment: how it stands, what happened, what is missing to lift, who can do what next. */
export function replayText(replay: Replay, style: Style): string {
  const { id, at, state, events, openings } = replay
  const opened = events.find((event) => event.type === 'case_opened')
  const title = opened ? `  ${plain(words(openings, opened.data.title), 120)}` : ''
  const sections = [
    `${style('bold', `${id} "${state.opened?.name ?? ''}"`)}${title}\n  ${count(events.length, 'entry').replace('entrys', 'entries')}, as of ${at}`,
    standingSection(replay, style),
    section(
      'What happened',
      events.map((event) => eventLine(event, openings)),
      style,
    ),
    section(
      'Missing to lift',
      replay.missing.flatMap(({ candidate, problems }) =>
        missingLines(candidate.build.version ?? `candidate ${candidate.n}`, problems),
      ),
      style,
    ),
    section(
      'Who can do what next',
      replay.steps.map(
        ({ wish, about, who, why }) =>
          `${wish.replaceAll('_', ' ')}${about === undefined ? '' : ` (entry ${about})`}: ${who.length > 0 ? who.join(', ') : style('red', 'nobody: a dead end')}. ${why}`,
      ),
      style,
    ),
    section(
      'Due',
      replay.due.map(
        ({ at: due, what, about }) =>
          `${due}${due <= at ? style('red', ' (overdue)') : ''}  ${String(what).replaceAll('_', ' ')} (entry ${about})`,
      ),
      style,
    ),
    section(
      'Before it may close',
      replay.openEnds.map(({ message, hint }) => `${message}${hint ? ` ${hint}` : ''}`),
      style,
    ),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

function standingSection({ state, question, standing }: Replay, style: Style): string {
  const holds = [...state.holds.values()].map(({ id, environments }) => `${id}: ${[...environments].join(', ')}`)
  const asked =
    question && standing
      ? [
          `${question.product}${question.version ? `@${question.version}` : ''}: ${style('bold', standing.is.toUpperCase().replace('_', ' '))}${because(standing)}`,
        ]
      : []
  return section('Holds', [...holds, ...asked], style)
}

const because = (standing: Standing) =>
  'because' in standing
    ? ` (${String(standing.because).replaceAll('_', ' ')})`
    : 'until' in standing
      ? ` until ${standing.until}`
      : ''

const missingLines = (name: string, problems: Replay['openEnds']) =>
  problems.length === 0
    ? [`${name}: nothing; it is proven.`]
    : problems.map(({ message, hint }) => `${name}: ${message}${hint ? ` ${hint}` : ''}`)

/** `12  13:40  ben  objection raised: "Can we ship with a workaround?"`. */
function eventLine(event: CaseEvent, openings: Replay['openings']): string {
  const { n, at, actor, type, data } = event
  const said = Object.values(data)
    .filter(isSealed)
    .map((seal) => `"${plain(words(openings, seal), 110)}"`)
  const facts = Object.entries(data).flatMap(([key, value]) => fact(key, value))
  const learned = event.type === 'reassessed' ? reassessment(event.data.from.vector, event.data.view.vector) : []
  const rest = [...(learned.length > 0 ? learned : facts), ...said].join(', ')
  const when = `${at.slice(0, 16).replace('T', ' ')}`
  return `${String(n).padStart(3)}  ${when}  ${actor.padEnd(6)}  ${type.replaceAll('_', ' ')}${rest ? `: ${rest}` : ''}`
}

/** What was learned between two vectors, in one sentence. */
function reassessment(from: string | undefined, to: string | undefined): readonly string[] {
  const [before, after] = [score(from ?? ''), score(to ?? '')]
  return before.ok && after.ok ? [difference(before.value, after.value)] : []
}

const isSealed = (value: unknown): value is { sealed: string } =>
  typeof value === 'object' && value !== null && 'sealed' in value

/** The few fields that say the most; the rest is in --json. */
function fact(key: string, value: unknown): readonly string[] {
  if (
    ['name', 'product', 'severity', 'kind', 'decided', 'outcome', 'line', 'extent', 'task', 'who', 'owner'].includes(
      key,
    ) &&
    typeof value === 'string'
  )
    return [plain(value, 60)]
  if (key === 'candidate' || key === 'objection' || key === 'plan') return [`entry ${String(value)}`]
  if (key === 'view' || key === 'from') return viewFact(value, key)
  if (key === 'build') return [buildName(value)]
  if (key === 'proof') return proofFact(value)
  return []
}

function viewFact(value: unknown, key: string): readonly string[] {
  const { severity, vector } = value as { severity?: string; vector?: string }
  return [`${key === 'from' ? 'from ' : ''}${severity ?? ''}${vector ? ` ${vector}` : ''}`]
}

const buildName = (value: unknown) => (value as { version?: string }).version ?? 'a build'
const proofFact = (value: unknown): readonly string[] => {
  const { kind, passed } = value as { kind?: string; passed?: boolean }
  return [`${kind ?? ''}${passed === undefined ? '' : passed ? ' passed' : ' failed'}`]
}

const section = (title: string, lines: readonly string[], style: Style) =>
  lines.length === 0 ? '' : [style('cyan', title), ...lines.map((line) => `  ${line}`)].join('\n')
