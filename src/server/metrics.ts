import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** Counts and times of one server. */
export function meters() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'holdpoint_http_request_seconds',
    help: 'How long requests took.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  })
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
  const series = new Map<string, { observe(seconds: number): void }>() // finding one by its labels costs more than counting
  return {
    request(method: string, route: string, status: number, seconds: number) {
      const key = `${method} ${route} ${status}`
      let one = series.get(key)
      if (!one) series.set(key, (one = requests.labels(method, route, String(status))))
      one.observe(seconds)
    },
    decision(decision: string) {
      answers.set(decision, (answers.get(decision) ?? 0) + 1)
    },
    text: () => registry.metrics(),
  }
}
