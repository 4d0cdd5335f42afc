import { problem, type Result } from '../core/problem.ts'
import type { Answers, KeptAnswer } from './ports/answers.ts'

/** How many share a statement. */
const AT_ONCE = 500

/** Writes answers down, many at once: what comes while some are being written waits for the next time. */
export function answerBook(answers: Pick<Answers, 'keep'>): (answer: KeptAnswer) => Promise<Result<void>> {
  const waiting: { readonly answer: KeptAnswer; readonly done: (kept: Result<void>) => void }[] = []
  let running = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.splice(0, AT_ONCE)
      const kept = await answers.keep(some.map(({ answer }) => answer)).catch(fault)
      for (const { done } of some) done(kept)
    }
    running = false
  }

  return (answer) =>
    new Promise((done) => {
      waiting.push({ answer, done })
      if (running) return
      running = true
      void run()
    })
}

const fault = (error: unknown): Result<void> => ({
  ok: false,
  problem: problem('store/fault', error instanceof Error ? error.message : String(error)),
})
