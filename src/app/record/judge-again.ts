import { type Product, uuidv7 } from '../../core/ids.ts'
import { addMillis, type Instant, MINUTE } from '../../core/instant.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Recording } from '../../core/recording/recording.ts'
import { ok, type Result } from '../../core/problem.ts'
import { CLOCK } from '../clockwork.ts'
import type { Chance, Clock } from '../ports.ts'
import type { Recorder } from '../ports/recorder.ts'

/** Whoever asks the gate meets reports that the policy in force has not judged; they are judged again, one after another. */
export interface JudgeAgain {
  met(recordings: readonly Recording[]): void
  /** Judges those that wait. @returns what went wrong, if anything did */
  work(): Promise<Result<void>>
}

interface JudgePorts {
  readonly recorder: Recorder
  readonly policy: () => Policy
  readonly clock: Clock
  readonly chance: Chance
}

/** What could not be judged is tried again after a while, and not at every question. */
const PAUSE_MILLIS = MINUTE
const MOST_WAITING = 10_000

export function judgeAgain({ recorder, policy, clock, chance }: JudgePorts): JudgeAgain {
  const waiting = new Map<string, Recording>()
  const failed = new Map<string, Instant>()

  async function judged(recording: Recording): Promise<Result<unknown>> {
    const { product, version, commit, digests, report, until } = recording
    const release = {
      product: product as Product,
      digests,
      ...(version !== undefined && { version }),
      ...(commit !== undefined && { commit }),
    }
    const id = uuidv7(clock.now(), chance.bytes(10))
    const kept = { kept: report, ...(until && { after: until }) }
    return recorder.record({ id, by: CLOCK, release, policy: policy(), report: kept })
  }
  return {
    met(recordings) {
      for (const one of recordings) if (waiting.size < MOST_WAITING) waiting.set(keyOf(one, policy()), one)
    },
    async work() {
      let trouble: Result<void> = ok(undefined)
      for (const [key, recording] of waiting) {
        waiting.delete(key)
        const last = failed.get(key)
        if (last !== undefined && clock.now() < addMillis(last, PAUSE_MILLIS)) continue
        failed.delete(key)
        const done = await judged(recording)
        if (done.ok) continue
        failed.set(key, clock.now())
        trouble = done
      }
      return trouble
    },
  }
}

const keyOf = ({ report, product, commit, digests, until }: Recording, { digest }: Policy): string =>
  JSON.stringify([report, product, commit, digests, until, digest])
