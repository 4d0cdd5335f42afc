import { availableParallelism } from 'node:os'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Crew, Ports, Task, Told } from '../app/ports.ts'

/** Every thread passes over all of a report that it reads a part of: more of them cost memory and save little. */
const MOST = 2

/** In MB. Little outlives the finding that it belongs to, so a small nursery is as fast as a large one. */
const NURSERY = 12

/** Threads that run this program once more; `main` is its file. */
export const crewOf = (main: URL): Crew => ({
  size: Math.min(MOST, availableParallelism()),
  hear: (tasks) => Promise.all(tasks.map((task) => told(main, task))),
})

const told = (main: URL, task: Task): Promise<Told> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(main, { workerData: task, resourceLimits: { maxYoungGenerationSizeMb: NURSERY } })
    thread.once('message', resolve).once('error', reject)
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code} and told nothing`)))
  })

/** The other side: does the task that this thread was started with. */
export function answer(hear: (task: Task, ports: Ports) => Told, ports: Ports): void {
  const told = hear(workerData as Task, ports)
  const buffers = told.parts.flatMap(({ sayings, minutes, blocking }) => [
    sayings.buffer,
    minutes.buffer,
    blocking.words.buffer,
  ])
  // Handed over, not copied.
  parentPort!.postMessage(told, buffers as ArrayBuffer[])
}
