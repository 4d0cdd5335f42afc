import { describe, expect, test } from 'vitest'
import { fromBase64 } from './base.ts'
import { parseSignedCheckpoint } from './bundle.ts'
import { formatKey, parseKey } from './key.ts'
import { cosign, hasVectors, node, signer, tree, value, vectors } from './log.testing.ts'
import { verifyConsistency, type TreeHead } from './merkle-proof.ts'
import { verifyNote } from './note.ts'
import { parseWitnessPolicy, reaches } from './witness.ts'

const policy = (text: string) => parseWitnessPolicy(text, node.sha256)
const vkey = (seed: number) => formatKey(signer(seed, 'witness', `witness.example/w${seed}`).key)

describe.skipIf(!hasVectors)('published vectors', () => {
  test('witness policies', () => {
    const published = vectors<{ name: string; policy: string; ok: boolean; threshold?: number }[]>('tlog-policy.json')
    for (const { name, policy: text, ok, threshold } of published) {
      const read = policy(text)
      expect(read.ok, name).toBe(ok)
      if (read.ok) expect(read.value.quorum.threshold).toBe(threshold)
    }
  })

  test('a witness made of these parts answers as one must', () => {
    interface Published {
      origin: string
      log_vkey: string
      cases: { name: string; body: string; status: number }[]
    }
    const { origin, log_vkey, cases } = vectors<Published>('witness-add-checkpoint.json')
    const key = value(parseKey(log_vkey, node.sha256))
    let seen: TreeHead = { size: 0, root: tree.empty }
    const add = (body: string): number => {
      const cut = body.indexOf('\n\n')
      const [old, ...proof] = body.slice(0, cut).split('\n')
      const note = body.slice(cut + 2)
      if (!note.startsWith(`${origin}\n`)) return 404
      const signed = parseSignedCheckpoint(note, 'body')
      const signers = signed.ok ? verifyNote(signed.value.note, [key], node.verifyEd25519) : signed
      if (!signed.ok || !signers.ok || signers.value.length === 0) return 403
      if (old !== `old ${seen.size}`) return 409
      const newer = signed.value.checkpoint
      if (!verifyConsistency({ older: seen, newer, proof: proof.map((line) => fromBase64(line)!) }, tree)) return 422
      seen = newer
      return 200
    }
    for (const { name, body, status } of cases) expect(add(body), name).toBe(status)
  })
})

describe('a quorum', () => {
  const text = `# two owners
witness X1 ${vkey(1)}
witness X2 ${vkey(2)} https://x.example/
\twitness  X3 ${vkey(3)}
group X 2 X1 X2 X3

witness Y1 ${vkey(4)}
witness Y2 ${vkey(5)}
group Y any Y1 Y2
group both all X Y
quorum both
`
  const { witnesses, quorum } = value(policy(text))
  const met = (...which: number[]) => reaches(quorum, new Set(which.map((i) => witnesses[i]!)))

  test('of groups needs enough of each', () => {
    expect([met(0, 1, 3), met(1, 2, 4), met(0, 1, 2, 3, 4)]).toEqual([true, true, true])
    expect([met(), met(0, 3), met(0, 1, 2), met(3, 4)]).toEqual([false, false, false, false])
  })

  test('may be one witness, or none', () => {
    const one = value(policy(`witness w ${vkey(1)}\nquorum w\n`))
    expect(reaches(one.quorum, new Set(one.witnesses))).toBe(true)
    expect(reaches(one.quorum, new Set())).toBe(false)
    expect(reaches(value(policy('quorum none')).quorum, new Set())).toBe(true)
  })

  test.each([
    ['is missing', ''],
    ['is named twice', 'quorum none\nquorum none'],
    ['has a member that comes later', `group g any w\nwitness w ${vkey(1)}\nquorum g`],
    ['has more than its members', `witness w ${vkey(1)}\ngroup g 2 w\nquorum g`],
    ['asks for none of its members', `witness w ${vkey(1)}\ngroup g 0 w\nquorum g`],
    ['counts a witness in two groups', `witness w ${vkey(1)}\ngroup g any w\ngroup h all w g\nquorum h`],
    ['has a member twice', `witness w ${vkey(1)}\ngroup g 2 w w\nquorum g`],
    ['has one key under two names', `witness v ${vkey(1)}\nwitness w ${vkey(1)}\nquorum w`],
    ['has one name for two keys', `witness w ${vkey(1)}\nwitness w ${vkey(2)}\nquorum w`],
    ['uses the name none', `witness none ${vkey(1)}\nquorum none`],
    ['has a key that is none', 'witness w abc\nquorum w'],
    ['has words that mean nothing', 'quorom none'],
    ['has a carriage return', 'quorum none\r\n'],
  ])('is refused where it %s', (_, text) => {
    expect(policy(text)).toMatchObject({ problem: { code: 'log/witness-policy-unreadable' } })
  })

  test('may write the key of a witness as a plain one', () => {
    const plain = value(policy(`witness w ${formatKey(signer(1, 'log', 'witness.example/w1').key)}\nquorum w`))
    expect(plain.witnesses.map(formatKey)).toEqual([vkey(1)])
  })

  test('counts what a witness signed, not what it might have', () => {
    const w1 = signer(1, 'witness', 'witness.example/w1')
    const note = value(parseSignedCheckpoint(cosign(`o\n0\n${'A'.repeat(43)}=\n\n— x AAAAAAA=\n`, w1, 1), 'note')).note
    const signed = value(verifyNote(note, witnesses, node.verifyEd25519))
    expect(signed.map(({ key }) => key.name)).toEqual(['witness.example/w1'])
  })
})
