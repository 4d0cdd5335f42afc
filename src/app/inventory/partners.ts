import { BASES, compare, type Trace } from '../../core/finding/compare.ts'

/** A finding as far as it decides who its partner is. */
export interface Candidate {
  readonly no: number
  readonly tool: string
  /** `basis:id` of every identity. */
  readonly identities: string
}

/** What has to be looked up for those few whose identities alone do not decide. */
export type Traces = (candidates: readonly Candidate[]) => Promise<ReadonlyMap<number, Trace>>

/**
 * Which of the fresh findings is which of the known ones, as `compare` pairs them, within each tool: first those that share every
 * identity, then all but the weakest, and so on; at last those that share any. Most are the only ones with their identities, and pair
 * without a look at what they say. @returns known number by fresh number
 */
export async function partners(
  known: readonly Candidate[],
  fresh: readonly Candidate[],
  traces: Traces,
): Promise<ReadonlyMap<number, number>> {
  const pairs = new Map<number, number>()
  const [left, right] = [new Set(known), new Set(fresh)]
  for (let kept = BASES.length; kept > 0 && left.size > 0 && right.size > 0; kept--) alone(left, right, kept, pairs)
  for (const [knownOnes, freshOnes] of sharing(left, right)) {
    const [base, next] = [await traces(knownOnes), await traces(freshOnes)]
    const numbers = new Map([...base, ...next].map(([no, trace]) => [trace, no]))
    for (const pair of compare([...base.values()], [...next.values()]).pairs)
      pairs.set(numbers.get(pair.next)!, numbers.get(pair.base)!)
  }
  return pairs
}

/** Pairs those of whom each side has exactly one: whatever else the comparison did, it would pair these, too. */
function alone(left: Set<Candidate>, right: Set<Candidate>, kept: number, pairs: Map<number, number>): void {
  const bases = new Set<string>(BASES.slice(0, kept))
  const [one, other] = [singles(left, bases), singles(right, bases)]
  for (const [key, fresh] of other) {
    const known = one.get(key)
    if (!known || !fresh) continue
    left.delete(known)
    right.delete(fresh)
    pairs.set(fresh.no, known.no)
  }
}

/** By all identities of these bases; undefined where several have the same. */
function singles(candidates: ReadonlySet<Candidate>, bases: ReadonlySet<string>): Map<string, Candidate | undefined> {
  const found = new Map<string, Candidate | undefined>()
  for (const candidate of candidates) {
    const ids = identitiesIn(candidate).filter((id) => bases.has(id.slice(0, id.indexOf(':'))))
    if (ids.length === 0) continue
    const key = `${candidate.tool} ${[...new Set(ids)].toSorted().join(' ')}`
    found.set(key, found.has(key) ? undefined : candidate)
  }
  return found
}

/** By tool, those that share any identity with the other side: only they can find a partner. */
function* sharing(left: Iterable<Candidate>, right: Iterable<Candidate>): Generator<[Candidate[], Candidate[]]> {
  const [one, other] = [byTool(left), byTool(right)]
  for (const [tool, fresh] of other) {
    const known = one.get(tool) ?? []
    const [ids, otherIds] = [new Set(known.flatMap(identitiesIn)), new Set(fresh.flatMap(identitiesIn))]
    const knownOnes = known.filter((candidate) => identitiesIn(candidate).some((id) => otherIds.has(id)))
    const freshOnes = fresh.filter((candidate) => identitiesIn(candidate).some((id) => ids.has(id)))
    if (knownOnes.length > 0) yield [knownOnes, freshOnes]
  }
}

function byTool(candidates: Iterable<Candidate>): Map<string, Candidate[]> {
  const found = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const those = found.get(candidate.tool)
    if (those) those.push(candidate)
    else found.set(candidate.tool, [candidate])
  }
  return found
}

const identitiesIn = ({ identities }: Candidate): readonly string[] => identities.split(' ')
