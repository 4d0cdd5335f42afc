import { Counter, collectDefaultMetrics, type Metric, Registry } from 'prom-client'
import { Durations } from './durations.ts'

/** Counts and times of one server. */
export function meters() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Durations()
  registry.registerMetric(durations as unknown as Metric)
  const answers = new Map<string, number>() // counted here, and told when somebody looks: the gate is asked often
  const decisions = new Counter({
    name: 'holdpoint_gate_decisions_total',
    help: 'What the gate answered.',
    labelNames: ['decision'] as const,
    registers: [],
    collect() {
      this.reset()
      for (const [decision, count] of answers) this.inc({ decision }, count)
    },
  })
  registry.registerMetric(decisions)
  return {
    request: (method: string, route: string, status: number, seconds: number) =>
      durations.add(method, route, status, seconds),
    decision(decision: string) {
      answers.set(decision, (answers.get(decision) ?? 0) + 1)
    },
    text: () => registry.metrics(),
  }
}
