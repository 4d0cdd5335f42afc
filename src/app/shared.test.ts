import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shared } from './shared.ts'

/** Reads that end when the test says so, and know when they began. */
function slow() {
  let clock = 0
  const open: { readonly began: number; end(fail?: boolean): void }[] = []
  return {
    tick: () => ++clock,
    open,
    most: 0,
    read() {
      const began = ++clock
      return new Promise<number>((resolve, reject) => {
        const one = {
          began,
          end(fail = false) {
            open.splice(open.indexOf(one), 1)
            if (fail) reject(new Error('away'))
            else resolve(began)
          },
        }
        open.push(one)
        this.most = Math.max(this.most, open.length)
      })
    },
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
const settled = () => turn().then(turn)

test('those who wait share a read; whoever comes while it is under way waits for the next', async () => {
  const source = slow()
  const ask = shared(() => source.read())
  const [a, b] = [ask(), ask()]
  await settled()
  const [c, d] = [ask(), ask()]
  await settled()
  expect(source.open).toHaveLength(1)
  source.open[0]!.end()
  await settled()
  source.open[0]!.end()
  const [one, two, three, four] = await Promise.all([a, b, c, d])
  expect(one).toBe(two)
  expect(three).toBe(four)
  expect(three).toBeGreaterThan(one)
})

test('a read that fails fails those who waited for it, and nobody after', async () => {
  const source = slow()
  const ask = shared(() => source.read())
  const first = ask()
  await settled()
  const second = ask()
  source.open[0]!.end(true)
  await expect(first).rejects.toThrow('away')
  await settled()
  source.open[0]!.end()
  expect(await second).toBeGreaterThan(0)
})

test('whoever asks, whenever, gets a read that began after the question, and never two run at once', async () => {
  const step = fc.oneof(
    fc.constant('ask' as const),
    fc.constant('end' as const),
    fc.constant('fail' as const),
    fc.constant('wait' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const source = slow()
      const ask = shared(() => source.read())
      const answers: Promise<boolean>[] = []
      for (const one of steps) {
        const asked = source.tick()
        if (one === 'ask')
          answers.push(
            ask().then(
              (began) => began > asked,
              () => true,
            ),
          )
        else if (one === 'wait') await settled()
        else source.open[0]?.end(one === 'fail')
      }
      for (let i = 0; i < 200 && (i < 3 || source.open.length > 0); i++) {
        source.open[0]?.end()
        await settled()
      }
      expect(await Promise.all(answers)).not.toContain(false)
      expect(source.most).toBeLessThanOrEqual(1)
    }),
    { numRuns: 300 },
  )
})
