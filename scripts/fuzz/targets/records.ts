import { readFileSync } from 'node:fs'
import { nodeCrypto } from '../../../src/adapters/crypto.ts'
import { readCase } from '../../../src/core/case/decode.ts'
import { dueOf } from '../../../src/core/case/due.ts'
import { evolve, replay } from '../../../src/core/case/evolve.ts'
import { noCase } from '../../../src/core/case/case.ts'
import { missingEvidence } from '../../../src/core/case/missing.ts'
import { nextSteps } from '../../../src/core/case/next.ts'
import { openEnds } from '../../../src/core/case/open-ends.ts'
import { DEFAULT_RULES, type Rules } from '../../../src/core/case/rules.ts'
import { standing } from '../../../src/core/case/standing.ts'
import { reasonOf } from '../../../src/core/case/reason.ts'
import { question } from '../../../src/core/gate/gate.testing.ts'
import type { Instant } from '../../../src/core/instant.ts'
import { parseKeys } from '../../../src/core/log/key.ts'
import { proveEntry, verifyProof } from '../../../src/core/log/prove.ts'
import { verifyBundle } from '../../../src/core/log/verify.ts'
import type { Result } from '../../../src/core/problem.ts'
import { readPeople } from '../../../src/texts/people.ts'
import { replayJson } from '../../../src/writers/json/case.ts'
import { proofJson } from '../../../src/writers/json/log.ts'
import { logText, proofText } from '../../../src/writers/terminal/log.ts'
import { problemText } from '../../../src/writers/terminal/problem.ts'
import { replayText } from '../../../src/writers/terminal/case.ts'
import { DIGEST, filesIn, memory, oddChunks, textOf, utf8 } from '../memory.ts'
import { harmless, soundProblem } from '../promises.ts'
import { must, type Target } from '../target.ts'
import { plain } from './reports.ts'

const FILE = 'record'
const NOW = '2026-12-01T00:00:00.000Z' as Instant

/** A value, or nothing where it was refused with a reason that can be shown. */
function read<T>(result: Result<T>): T | undefined {
  if (result.ok) return result.value
  soundProblem(result.problem, FILE)
  harmless(problemText(result.problem, plain), 'the text of a problem')
  return undefined
}

const known = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}
const people = known(readPeople('people.yaml', readFileSync('examples/people.yaml', 'utf8')))
const rules: Rules = { ...DEFAULT_RULES, policy: DIGEST, people }
const [history] = filesIn('examples', /^case\.jsonl$/)

/** A case file: what it tells is told alike in every order of asking, and can be shown; what is refused stands at its line. */
const caseFile: Target = {
  name: 'case',
  seeds: [history!, utf8(textOf(history!)!.split('\n').slice(0, 8).join('\n'))],
  /** Entries follow on each other again, so that what they say is looked at. */
  mend(text) {
    let n = 0
    return text.replace(/"n":\d+(?=,)/g, () => `"n":${++n}`)
  },
  check(input) {
    const text = textOf(input)
    if (text === undefined) return
    const file = read(readCase(text.split('\n'), FILE, NOW, nodeCrypto.sha256))
    if (!file) return
    const { id, events, openings } = file
    must(
      events.every(({ n }, i) => n === i + 1),
      'the entries of a case follow on each other',
    )
    must(
      events.every(({ at }, i) => at <= NOW && at >= (events[i - 1]?.at ?? '')),
      'time goes on in a case',
    )
    const state = replay(id, events)
    const step = events.reduce(evolve, noCase(id))
    for (const digest of [...state.candidates.values()].flatMap(({ build }) => build.digests).concat(DIGEST)) {
      const asked = { ...question, digests: [digest] }
      const stands = standing(state, asked, NOW)
      must(
        JSON.stringify(stands) === JSON.stringify(standing(step, asked, NOW)),
        'a case told at once stands as told step by step',
      )
      const reason = reasonOf(state, stands, rules)
      const passes = stands.is === 'cleared' || stands.is === 'accepted' || stands.is === 'overridden'
      must(!passes || reason === undefined, 'what passes has no reason against it')
      must(stands.is !== 'held' || reason?.decision === 'held', 'what is held has a reason')
    }
    const told = {
      id,
      at: NOW,
      state,
      events,
      openings,
      due: dueOf(state, rules),
      openEnds: openEnds(state),
      steps: nextSteps(state, rules, NOW),
      missing: [...state.candidates.values()].map((candidate) => ({
        candidate,
        problems: missingEvidence(state, candidate, rules),
      })),
    }
    harmless(replayText(told, plain), 'the text of a case')
    JSON.parse(replayJson(told))
  },
}

const [bundle] = filesIn('examples', /^log\.bundle$/)
const keys = known(parseKeys(readFileSync('examples/log.pub', 'utf8'), nodeCrypto.sha256))
const verify = (bytes: Uint8Array) =>
  verifyBundle(memory(FILE, bytes, oddChunks(bytes)).chunks(), { ...nodeCrypto, file: FILE, keys })
const summary = JSON.stringify(known(verify(bundle!)))

/** A log that was signed once: nothing but itself verifies. Foreign signatures beside ours are none of our business. */
const log: Target = {
  name: 'log',
  seeds: [bundle!],
  check(input) {
    const verified = read(verify(input))
    if (!verified) return
    harmless(logText([verified], plain), 'the text of a log')
    must(JSON.stringify(verified) === summary, 'a log that was changed does not verify')
    must(Buffer.from(unsigned(input)).equals(unsigned(bundle!)), 'a log that was changed does not verify')
  },
}

/** Without the lines of signatures. @source C2SP, signed-note: a verifier ignores signatures of keys that it does not know */
const unsigned = (bytes: Uint8Array) =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/^\u00e2\u0080\u0094 .*\n/gm, ''),
    'latin1',
  )

const proofOf = (index: number) => known(proveEntry([bundle!], index, { file: FILE, sha256: nodeCrypto.sha256 }))
const prove = (text: string) => verifyProof(text, { ...nodeCrypto, file: FILE, keys })
const proofs = [0, 12].map(proofOf)
const proven = new Set(proofs.map((text) => JSON.stringify(known(prove(text)).entry)))

const proof: Target = {
  name: 'log/proof',
  seeds: proofs.map(utf8),
  check(input) {
    const text = textOf(input)
    const value = text === undefined ? undefined : read(prove(text))
    if (!value) return
    harmless(proofText(value, plain), 'the text of a proof')
    JSON.parse(proofJson(value))
    must(proven.has(JSON.stringify(value.entry)), 'a proof proves what was signed')
  },
}

export const records: readonly Target[] = [caseFile, log, proof]
