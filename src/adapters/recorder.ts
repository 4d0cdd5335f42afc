import { once } from 'node:events'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Door } from '../app/ports/store.ts'
import type { RecordedReport, Recorder, RecordWish } from '../app/ports/recorder.ts'
import { refuse, type Result } from '../core/problem.ts'

/** In MB. What is known of a product is looked through at once, without its words. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1_024 }
/** A thread that has nothing to do lets go of its memory and its connections. */
const IDLE_MS = 60_000

/** One thread that runs this file, which does `takeRecordings`; started when there is something to record. */
export const recorderOf =
  (file: URL) =>
  (door: Door): Recorder => {
    let last: Promise<unknown> = Promise.resolve()
    let thread: Worker | undefined
    let idle: NodeJS.Timeout | undefined

    async function end(): Promise<void> {
      clearTimeout(idle)
      const ending = thread
      thread = undefined
      if (!ending) return
      const gone = once(ending, 'exit')
      ending.postMessage('end', [])
      await gone
    }
    async function record(wish: RecordWish): Promise<Result<RecordedReport>> {
      clearTimeout(idle)
      const told = await ask((thread ??= new Worker(file, { workerData: door, resourceLimits: LIMITS })), wish)
      if (!told) thread = undefined // it ended: the next one starts another
      idle = setTimeout(() => void end(), IDLE_MS).unref()
      return told ?? INTERRUPTED
    }
    return {
      record(wish) {
        const done = last.then(() => record(wish))
        last = done.catch(() => {})
        return done
      },
      async stop() {
        await last
        await end()
      },
    }
  }

/** Undefined where the thread ended over it. */
function ask(thread: Worker, wish: RecordWish): Promise<Result<RecordedReport> | undefined> {
  return new Promise((resolve) => {
    const done = (told?: Result<RecordedReport>) => {
      thread.off('message', done).off('error', gone).off('exit', gone)
      resolve(told)
    }
    const gone = () => done()
    thread.on('message', done).on('error', gone).on('exit', gone)
    thread.postMessage(wish, [])
  })
}

/** The other side: one wish after another, until it is told to end. */
export function takeRecordings(
  open: (door: Door) => { record(wish: RecordWish): Promise<Result<RecordedReport>>; close(): Promise<void> },
): void {
  const port = parentPort!
  const { record, close } = open(workerData as Door)
  port.on('message', async (message: RecordWish | 'end') => {
    if (message !== 'end') return port.postMessage(await record(message), [])
    await close()
    port.close()
  })
}

const INTERRUPTED = refuse(
  'record/interrupted',
  'Reading the report took more memory than there is, or was broken off. Nothing of it was recorded.',
  'Send it again; where that does not help, divide it.',
)
