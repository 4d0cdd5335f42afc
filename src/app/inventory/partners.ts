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
  const [base, next] = [byTool(known), byTool(fresh)]
  for (const [tool, those] of next) {
    const [left, right] = sharing(base.get(tool) ?? [], those)
    for (let kept = BASES.length; kept > 0 && left.size > 0 && right.size > 0; kept--) alone(left, right, kept, pairs)
    const [knownOnes, freshOnes] = sharing(left, right)
    if (knownOnes.size > 0) await compared([...knownOnes], [...freshOnes], traces, pairs)
  }
  return pairs
}

/** Only who shares an identity with the other side can find a partner. */
function sharing(left: Iterable<Candidate>, right: Iterable<Candidate>): readonly [Set<Candidate>, Set<Candidate>] {
  const others = sharers(right, idsIn(left))
  return [sharers(left, idsIn(others)), others]
}

const sharers = (candidates: Iterable<Candidate>, ids: ReadonlySet<string>): Set<Candidate> => {
  const found = new Set<Candidate>()
  for (const candidate of candidates) if (identitiesIn(candidate).some((id) => ids.has(id))) found.add(candidate)
  return found
}

function idsIn(candidates: Iterable<Candidate>): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const candidate of candidates) for (const id of identitiesIn(candidate)) ids.add(id)
  return ids
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
    const key = [...new Set(ids)].toSorted().join(' ')
    found.set(key, found.has(key) ? undefined : candidate)
  }
  return found
}

async function compared(
  known: readonly Candidate[],
  fresh: readonly Candidate[],
  traces: Traces,
  pairs: Map<number, number>,
): Promise<void> {
  const [base, next] = [await traces(known), await traces(fresh)]
  const numbers = new Map<Trace, number>()
  for (const side of [base, next]) for (const [no, trace] of side) numbers.set(trace, no)
  for (const pair of compare([...base.values()], [...next.values()]).pairs)
    pairs.set(numbers.get(pair.next)!, numbers.get(pair.base)!)
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
