import { availableParallelism } from 'node:os'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Crew, Task, Told } from '../app/ports/crew.ts'

/** Every thread passes over all of a report that it reads a part of: more of them cost memory and save little. */
const MOST = 2

/**
 * In MB. Little outlives the finding that it belongs to, so a small nursery is as fast as a large one; and V8 lets a heap
 * grow in the smaller steps the less it may have at most. Together they halve what a thread takes.
 */
const LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 512 }

/** Threads that run this file, which does `answer`. */
export const crewOf = (file: URL): Crew => ({
  size: Math.min(MOST, availableParallelism()),
  async hear(tasks) {
    const told = await Promise.all(tasks.map((task) => hear(file, task)))
    return told.includes(undefined) ? undefined : (told as readonly Told[])
  },
})

const hear = (file: URL, task: Task): Promise<Told | undefined> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: task, resourceLimits: LIMITS })
    thread.once('message', resolve)
    thread.once('error', (error) =>
      'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(undefined) : reject(error),
    )
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code} and told nothing`)))
  })

/** The other side: does the task that this thread was started with. */
export function answer(hear: (task: Task) => Told): void {
  const told = hear(workerData as Task)
  const buffers = told.parts.flatMap(({ sayings, minutes, blocking }) => [
    sayings.words.buffer,
    sayings.table.buffer,
    minutes.buffer,
    blocking.words.buffer,
    blocking.findings.buffer,
  ])
  // Handed over, not copied.
  parentPort!.postMessage(told, buffers as ArrayBuffer[])
}
