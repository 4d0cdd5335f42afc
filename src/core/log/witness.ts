import { ok, refuse, type Result } from '../problem.ts'
import { asWitness, parseKey, type VerifierKey } from './key.ts'
import type { Sha256 } from './primitives.ts'

/** Which logs to believe, and how many witnesses must have seen a checkpoint. */
export interface WitnessPolicy {
  /** Keys of logs; may be none where the log's key is known otherwise. */
  readonly logs: readonly VerifierKey[]
  readonly witnesses: readonly VerifierKey[]
  readonly quorum: Quorum
}

/** At least `threshold` of the members: a key has cosigned, a group has its own quorum. */
export interface Quorum {
  readonly threshold: number
  readonly members: readonly (VerifierKey | Quorum)[]
}

export const NO_WITNESSES: WitnessPolicy = { logs: [], witnesses: [], quorum: { threshold: 0, members: [] } }

export function reaches(quorum: Quorum, cosigned: ReadonlySet<VerifierKey>): boolean {
  const met = quorum.members.filter((member) =>
    'threshold' in member ? reaches(member, cosigned) : cosigned.has(member),
  )
  return met.length >= quorum.threshold
}

/** Reads a policy file. Addresses of logs and witnesses are read over: nothing here goes online. @source C2SP tlog-policy */
export function parseWitnessPolicy(text: string, sha256: Sha256): Result<WitnessPolicy> {
  const policy = new PolicyReader(sha256)
  if (/(?![\t\n])\p{Cc}/u.test(text)) return unreadable('it holds a control character')
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    const why = words.length === 0 || words[0]!.startsWith('#') ? undefined : policy.read(words)
    if (why !== undefined) return unreadable(why, index + 1)
  }
  const { logs, witnesses, quorum } = policy
  return quorum ? ok({ logs, witnesses, quorum }) : unreadable('it has no quorum line')
}

/** Takes line after line; each answer is what is wrong with the line, if anything. */
class PolicyReader {
  readonly logs: VerifierKey[] = []
  readonly witnesses: VerifierKey[] = []
  quorum: Quorum | undefined
  private readonly sha256: Sha256
  private readonly names = new Map<string, VerifierKey | Quorum>()
  private readonly grouped = new Set<string>()

  constructor(sha256: Sha256) {
    this.sha256 = sha256
  }

  read([keyword, ...words]: readonly string[]): string | undefined {
    if (keyword === 'log' && (words.length === 1 || words.length === 2)) return this.key(words[0]!, this.logs)
    if (keyword === 'witness' && (words.length === 2 || words.length === 3)) return this.witness(words[0]!, words[1]!)
    if (keyword === 'group' && words.length >= 3) return this.group(words[0]!, words[1]!, words.slice(2))
    if (keyword === 'quorum' && words.length === 1) return this.setQuorum(words[0]!)
    return `"${[keyword, ...words].join(' ').slice(0, 60)}" is no line of a policy`
  }

  private key(text: string, into: VerifierKey[]): string | undefined {
    const key = parseKey(text, this.sha256)
    if (!key.ok) return key.problem.message.replace(/\.$/, '')
    if (into.some(({ publicKey }) => String(publicKey) === String(key.value.publicKey))) return 'it names one key twice'
    into.push(into === this.witnesses ? asWitness(key.value, this.sha256) : key.value)
    return undefined
  }

  private witness(name: string, text: string): string | undefined {
    return this.key(text, this.witnesses) ?? this.define(name, this.witnesses.at(-1)!)
  }

  private group(name: string, count: string, members: readonly string[]): string | undefined {
    const threshold =
      count === 'all' ? members.length : count === 'any' ? 1 : /^[1-9]\d{0,5}$/.test(count) ? Number(count) : 0
    if (threshold < 1 || threshold > members.length) return `"${count.slice(0, 20)}" of ${members.length} is no quorum`
    const found: (VerifierKey | Quorum)[] = []
    for (const member of members) {
      const known = this.names.get(member)
      if (!known) return `"${member.slice(0, 60)}" is not defined above`
      if (this.grouped.has(member)) return `"${member.slice(0, 60)}" stands in two groups`
      this.grouped.add(member)
      found.push(known)
    }
    return this.define(name, { threshold, members: found })
  }

  private setQuorum(name: string): string | undefined {
    if (this.quorum) return 'it has two quorum lines'
    const member = this.names.get(name)
    if (!member && name !== 'none') return `"${name.slice(0, 60)}" is not defined above`
    this.quorum = member ? ('threshold' in member ? member : { threshold: 1, members: [member] }) : NO_WITNESSES.quorum
    return undefined
  }

  private define(name: string, meaning: VerifierKey | Quorum): string | undefined {
    if (name === 'none' || this.names.has(name)) return `"${name.slice(0, 60)}" is defined twice`
    this.names.set(name, meaning)
    return undefined
  }
}

const unreadable = (why: string, line?: number) =>
  refuse(
    'log/witness-policy-unreadable',
    `This is not a witness policy: ${why}${line ? ` (line ${line})` : ''}.`,
    'It has lines such as "witness w1 name+id+key", "group g any w1" and one "quorum g".',
  )
