import * as fc from 'fast-check'
import { Histogram, type Metric, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { Durations } from './durations.ts'

const took = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  route: fc.constantFrom('/api/gate', '/api/cases/:id', 'unknown'),
  status: fc.constantFrom(200, 404, 503),
  seconds: fc.oneof(fc.constantFrom(0, 0.001, 0.05, 5), fc.double({ min: 0, max: 9, noNaN: true })),
})

test('what is told of how long requests took is what prom-client would tell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(took, { maxLength: 40 }), async (all) => {
      const ours = new Durations()
      const theirs = new Histogram({
        name: ours.name,
        help: ours.help,
        labelNames: ['method', 'route', 'status'],
        buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
        registers: [],
      })
      for (const { method, route, status, seconds } of all) {
        ours.add(method, route, status, seconds)
        theirs.observe({ method, route, status: String(status) }, seconds)
      }
      expect(await linesOf(ours as unknown as Metric)).toEqual(await linesOf(theirs))
    }),
  )
})

async function linesOf(metric: Metric): Promise<readonly string[]> {
  const registry = new Registry()
  registry.registerMetric(metric)
  return (await registry.metrics()).split('\n').toSorted()
}
