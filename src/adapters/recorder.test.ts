import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import type { RecordWish } from '../app/ports/recorder.ts'
import { recorderOf } from './recorder.ts'

const folder = mkdtempSync(join(tmpdir(), 'hp-recorder-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A thread that does what it is told in place of recording. */
writeFileSync(
  join(folder, 'thread.mjs'),
  `import { parentPort, threadId, workerData } from 'node:worker_threads'
parentPort.on('message', (message) => {
  if (message === 'end') return parentPort.close()
  if (message.id === 'throw') throw new TypeError('a fault of ours')
  if (message.id === 'exit') process.exit(0)
  if (message.id === 'memory') { const all = []; for (;;) all.push(new Array(1e6).fill(Math.random())) }
  parentPort.postMessage({ ok: true, value: { thread: threadId, door: workerData.where, id: message.id } })
})
`,
)
const recorder = () => recorderOf(pathToFileURL(join(folder, 'thread.mjs')))({ where: 'here', masters: [] as never })
const wish = (id: string) => ({ id }) as unknown as RecordWish

test('wishes go to one thread, one after another, and each gets its own answer', async () => {
  const { record, stop } = recorder()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => record(wish(`${i}`))))
  expect(answers).toMatchObject(Array.from({ length: 20 }, (_, i) => ({ value: { door: 'here', id: `${i}` } })))
  expect(
    new Set(answers.map((answer) => answer.ok && (answer.value as unknown as { thread: number }).thread)).size,
  ).toBe(1)
  await stop()
})

test('a fault of ours is thrown on, and the next wish finds another thread', async () => {
  const { record, stop } = recorder()
  await expect(record(wish('throw'))).rejects.toThrow('a fault of ours')
  expect(await record(wish('next'))).toMatchObject({ ok: true })
  await stop()
})

test('a thread that ends, or has too little memory, recorded nothing and says so', { timeout: 60_000 }, async () => {
  const { record, stop } = recorder()
  for (const how of ['exit', 'memory'])
    expect(await record(wish(how))).toMatchObject({ ok: false, problem: { code: 'record/interrupted' } })
  expect(await record(wish('next'))).toMatchObject({ ok: true })
  await stop()
})

test('it stops once what is under way is answered, and then there is no thread', async () => {
  const { record, stop } = recorder()
  const under = record(wish('last'))
  await stop()
  expect(await under).toMatchObject({ ok: true })
})
