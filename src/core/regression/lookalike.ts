import type { Tally, TestId } from './run.ts'

/** Further new tests of a group are not looked at: a group with that many was rewritten, not renamed. */
const MOST = 50
/** The share of words that two names must have in common. */
const ALIKE = 0.6

/**
 * For each missing test a new one that looks like it: the same name in another group, or a similar name in the same group.
 * Each new test stands for one missing test only. A likeness is a hint for people and proves nothing.
 */
export function lookalikes(missing: readonly Tally[], added: readonly Tally[]): ReadonlyMap<Tally, Tally> {
  const byName = grouped(added, ({ name }) => name)
  const byGroup = grouped(added, ({ group }) => group)
  const words = remembered(({ name }: TestId) => wordsOf(name))
  const taken = new Set<Tally>()
  const twins = new Map<Tally, Tally>()
  for (const test of missing) {
    const free = (list: readonly Tally[] = []) => list.slice(0, MOST).filter((candidate) => !taken.has(candidate))
    const twin = free(byName.get(test.name))[0] ?? mostAlike(words(test), free(byGroup.get(test.group)), words)
    if (twin === undefined) continue
    taken.add(twin)
    twins.set(test, twin)
  }
  return twins
}

function mostAlike(
  wanted: ReadonlySet<string>,
  candidates: readonly Tally[],
  words: (test: TestId) => ReadonlySet<string>,
): Tally | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, likeness: likeness(wanted, words(candidate)) }))
    .filter(({ likeness }) => likeness >= ALIKE)
    .toSorted((a, b) => b.likeness - a.likeness)
  return best?.candidate
}

/** `rejectsAQuote_2` → rejects, a, quote, 2. Long names are cut: they are strangers' text. */
const wordsOf = (name: string): ReadonlySet<string> =>
  new Set(
    name
      .slice(0, 400)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  )

/** What two sets share of all that they hold. @source Jaccard index */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared === 0 ? 0 : shared / (a.size + b.size - shared)
}

function remembered<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const value = known.get(key) ?? of(key)
    known.set(key, value)
    return value
  }
}

function grouped(tests: readonly Tally[], key: (test: Tally) => string): ReadonlyMap<string, readonly Tally[]> {
  const groups = new Map<string, Tally[]>()
  for (const test of tests) {
    const group = groups.get(key(test))
    if (group) group.push(test)
    else groups.set(key(test), [test])
  }
  return groups
}
