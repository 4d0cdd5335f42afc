import { clauseOf } from './describe.ts'
import { reread, type Reading } from './parse.ts'
import type { Score } from './score.ts'
import { sharedMeaning } from './shared.ts'

/**
 * One sentence that says what was learned between two scores of the same weakness:
 * `Now an attacker needs no account (PR:L → PR:N): the score rises from 8.6 (high) to 9.2 (critical).`
 * Between versions with different metrics only what both can say is compared.
 */
export function difference(before: Score, after: Score): string {
  const [old, now] = [reread(before.vector), reread(after.vector)]
  const changes = old.edition.metrics === now.edition.metrics ? changesBetween(old, now) : sharedChanges(old, now)
  return `${news(before, after, changes)}: ${movement(before, after)}.`
}

interface Change {
  /** What is so now, as a clause. */
  readonly clause: string
  /** `PR:L → PR:N` */
  readonly step: string
}

function changesBetween(old: Reading, now: Reading): Change[] {
  const [from, to] = [componentsOf(old), componentsOf(now)]
  return to.flatMap((component, index) => (component === from[index] ? [] : [change(now, index, from[index]!)]))
}

function sharedChanges(old: Reading, now: Reading): Change[] {
  const were = componentsOf(old).map((component) => ({
    component,
    meant: sharedMeaning(old.edition.version, component),
  }))
  return componentsOf(now).flatMap((component, index) => {
    const means = sharedMeaning(now.edition.version, component)
    const was = means && were.find(({ meant }) => meant?.topic === means.topic)
    const agree = means?.values.some((value) => was?.meant?.values.includes(value))
    return was && !agree ? [change(now, index, was.component)] : []
  })
}

const change = (now: Reading, index: number, from: string): Change => ({
  clause: clauseOf(now.edition.metrics[index]!, now.levels[index]!),
  step: `${from} → ${componentsOf(now)[index]}`,
})

/** Every metric with its value, in the order of the version, whether or not it was written. */
const componentsOf = ({ edition, levels }: Reading): string[] =>
  edition.metrics.map(({ id, values }, index) => `${id}:${values[levels[index]! - 1]?.id ?? edition.undefinedId}`)

/** So many changes are put into words; the others are named. */
const IN_WORDS = 3

function news(before: Score, after: Score, changes: readonly Change[]): string {
  const words = changes.slice(0, IN_WORDS).map(({ clause, step }) => `${clause} (${step})`)
  const others = changes.slice(IN_WORDS).map(({ step }) => step)
  const all = listed(others.length > 0 ? [...words, `also ${others.join(', ')}`] : words)
  if (before.version === after.version) return all ? `Now ${all}` : 'Both vectors say the same'
  const version = `Scored by CVSS ${after.version} instead of ${before.version}`
  return all ? `${version}, and now ${all}` : `${version}, and nothing else is new`
}

const listed = (items: readonly string[]) =>
  items.length > 1 ? `${items.slice(0, -1).join('; ')}; and ${items.at(-1)}` : (items[0] ?? '')

function movement(before: Score, after: Score): string {
  if (before.score === after.score && before.severity === after.severity) return `the score stays at ${rated(after)}`
  const verb = after.score > before.score ? 'rises' : after.score < before.score ? 'falls' : 'goes'
  return `the score ${verb} from ${rated(before)} to ${rated(after)}`
}

// CVSS calls 0.0 "none".
const rated = ({ score, severity }: Score) => `${score.toFixed(1)} (${severity === 'info' ? 'none' : severity})`
