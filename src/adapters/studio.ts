import process from 'node:process'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Studied, Studies, StudyTask } from '../app/ports/studies.ts'
import { refuse, type Result } from '../core/problem.ts'

/** Two at a time: whoever asks the gate needs the rest of the machine. */
const PLACES = 2
/** So many may wait; who comes later is told so at once. */
const WAITING = 32
/** Longer than any study takes that ends. */
const PATIENCE_MS = 60_000
const LIMITS = { maxOldGenerationSizeMb: 512 }

/** Studies in threads of their own, which run this file, which does `answerStudy`. */
export function studioOf(file: URL): Studies {
  const waiting: (() => void)[] = []
  let busy = 0
  return async (task) => {
    if (busy >= PLACES) {
      if (waiting.length >= WAITING) return no(TOO_BUSY)
      await new Promise<void>((go) => waiting.push(go))
    } else busy++
    try {
      return await told(file, task)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else busy--
    }
  }
}

function told(file: URL, task: StudyTask): Promise<Studied> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: task, resourceLimits: LIMITS, env: process.env })
    const late = setTimeout(() => {
      resolve(no(TOO_LONG))
      void thread.terminate()
    }, PATIENCE_MS)
    thread.once('message', resolve)
    thread.once('error', (error) =>
      'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(no(TOO_LARGE)) : reject(error),
    )
    thread.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`a thread ended with ${code} and told nothing`))
    })
  })
}

/** The other side: does the task that this thread was started with. */
export async function answerStudy(study: (task: StudyTask) => Promise<Studied>): Promise<void> {
  parentPort!.postMessage(await study(workerData as StudyTask), [])
}

const no = (refused: Result<never>): Studied => (refused.ok ? refused : { ok: false, problem: [refused.problem] })

const TOO_BUSY = refuse('server/too-busy', 'Many ask for figures and documents at once.', 'Ask again in a while.')
const TOO_LONG = refuse('server/too-long', 'It took more than a minute and was given up.', 'Ask for less of it.')
const TOO_LARGE = refuse('server/too-long', 'It took too much memory and was given up.', 'Ask for less of it.')
