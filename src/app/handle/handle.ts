import { decideBatch, MAX_BATCH } from './batch.ts'
import type { Ledger } from '../ports/ledger.ts'
import { World } from './world.ts'
import type { Crypto } from '../ports.ts'
import { type Problem, problem, type Result } from '../../core/problem.ts'
import type { Ready, RulesFor } from './rules.ts'
import { type Understood, understood } from './said.ts'
import type { Ask, Handled } from './wished.ts'

/** Takes wishes from many callers and answers each once its entries are durable. */
export interface Desk {
  handle(ask: Ask): Promise<Result<Handled>>
  /** Settles once everything that was taken so far is answered. */
  idle(): Promise<void>
}

export interface DeskPorts {
  readonly ledger: Ledger
  readonly crypto: Crypto
  readonly rules: RulesFor
  /** Absent where only the default policy is ever in force. */
  readonly ready?: Ready
}

/**
 * Group commit: what arrives while a batch is under way waits for the next one, and up to {@link MAX_BATCH} wishes share one
 * commit. Batches follow one another, wishes are decided in the order of their arrival.
 */
export function desk({ ledger, crypto, rules, ready }: DeskPorts): Desk {
  const world = new World()
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      const asks = batch.map(({ one }) => one)
      const answers = await flush(asks)
      for (const [i, { answer }] of batch.entries()) answer(answers[i]!)
    }
    running = undefined
  }

  async function flush(asks: readonly Understood[]): Promise<readonly Result<Handled>[]> {
    try {
      const done = await ledger.append((view) => decideBatch(asks, view, world, rules, crypto, ready))
      if (!done.ok) {
        world.forget() // perhaps it was committed, perhaps not: the database knows
        return asks.map(() => done)
      }
      world.keep(done.value)
      return done.value.answers
    } catch (error) {
      world.forget()
      const fault: Problem = problem('store/fault', error instanceof Error ? error.message : String(error), FAULT_HINT)
      return asks.map(() => ({ ok: false, problem: fault }))
    }
  }

  return {
    handle(ask) {
      const one = understood(ask, crypto)
      if (!one.ok) return Promise.resolve(one)
      const answered = new Promise<Result<Handled>>((answer) => waiting.push({ one: one.value, answer }))
      running ??= run()
      return answered
    },
    idle: () => running ?? Promise.resolve(),
  }
}

interface Waiting {
  readonly one: Understood
  readonly answer: (result: Result<Handled>) => void
}

const FAULT_HINT =
  'Nothing of it was acknowledged. Ask again with the same command id; if it happens again, run `holdpoint doctor`.'
