/** In seconds: how many took at most so long is told for each. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

interface Series {
  readonly labels: { readonly method: string; readonly route: string; readonly status: number }
  /** For each bucket, those that the ones before it do not hold; last, what took longer than all. */
  readonly counts: Float64Array
  sum: number
}

/**
 * How long requests took, as prom-client's registry tells it. Its own histogram looks a series up by a text made of its labels, which takes a
 * twentieth of what the gate needs for an answer; a series is counted on the spot here.
 */
export class Durations {
  readonly name = 'holdpoint_http_request_seconds'
  readonly help = 'How long requests took.'
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  readonly #series = new Map<string, Map<string, Map<number, Series>>>()

  /** @param route  one of those that there are, not what somebody asked for */
  add(method: string, route: string, status: number, seconds: number): void {
    const series = this.#series.get(route)?.get(method)?.get(status) ?? this.#begin(method, route, status)
    const at = BUCKETS.findIndex((most) => seconds <= most)
    series.counts[at === -1 ? BUCKETS.length : at]!++
    series.sum += seconds
  }

  /** In prom-client's own terms: buckets hold the ones before them. */
  async get() {
    const all = [...this.#series.values()].flatMap((routes) => [...routes.values()].flatMap((one) => [...one.values()]))
    return { name: this.name, help: this.help, type: this.type, aggregator: this.aggregator, values: all.flatMap(told) }
  }

  #begin(method: string, route: string, status: number): Series {
    const series = { labels: { method, route, status }, counts: new Float64Array(BUCKETS.length + 1), sum: 0 }
    inner(inner(this.#series, route), method).set(status, series)
    return series
  }
}

function inner<K, K2, V>(outer: Map<K, Map<K2, V>>, key: K): Map<K2, V> {
  const found = outer.get(key) ?? new Map<K2, V>()
  outer.set(key, found)
  return found
}

function told({ labels, counts, sum }: Series) {
  let total = 0
  const buckets = [...BUCKETS, '+Inf'].map((le, i) => ({
    metricName: 'holdpoint_http_request_seconds_bucket',
    labels: { le, ...labels },
    value: (total += counts[i]!),
  }))
  return [
    ...buckets,
    { metricName: 'holdpoint_http_request_seconds_sum', labels, value: sum },
    { metricName: 'holdpoint_http_request_seconds_count', labels, value: total },
  ]
}
