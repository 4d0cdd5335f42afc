import { type Profiler, Session } from 'node:inspector'

/** What a fuzzer is guided by. */
export interface Feedback {
  /**
   * Did the runs since the last question reach code that no run had reached?
   *
   * @param remember from now on that code counts as reached
   */
  fresh(remember: boolean): boolean
}

/** Which blocks of one script ever ran, by V8's precise coverage; cost is one look a batch, not one an input. */
export class Coverage implements Feedback {
  readonly #session = new Session()
  readonly #url: string
  /** By function: for each of its bytes, did it run? A function's text holds its inner functions', so each has its own. */
  readonly #ran = new Map<string, Uint8Array>()

  /** @param url of the script, as loaded */
  constructor(url: string) {
    this.#url = url
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** How many functions ever ran. */
  get reached(): number {
    return this.#ran.size
  }

  fresh(remember: boolean): boolean {
    let fresh = false
    // The session answers at once, in this thread.
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error
      for (const { url, functions } of taken.result)
        if (url === this.#url) for (const one of functions) if (this.#reaches(one, remember)) fresh = true
    })
    return fresh
  }

  #reaches({ ranges, functionName }: Profiler.FunctionCoverage, remember: boolean): boolean {
    const { startOffset, endOffset, count } = ranges[0]!
    // The module itself runs once, when it is loaded.
    if (count === 0 || (functionName === '' && startOffset === 0)) return false
    const key = `${functionName} ${startOffset} ${endOffset}`
    const known = this.#ran.get(key)
    if (!known && !remember) return true
    const ran = known ?? new Uint8Array(endOffset - startOffset)
    if (!known) this.#ran.set(key, ran)
    // Inner ranges come behind outer ones and say it more exactly.
    const now = new Uint8Array(ran.length)
    for (const range of ranges)
      now.fill(range.count > 0 ? 1 : 0, range.startOffset - startOffset, range.endOffset - startOffset)
    let fresh = !known
    for (let i = 0; i < now.length; i++)
      if (now[i]! > ran[i]!) {
        fresh = true
        if (!remember) return true
        ran[i] = 1
      }
    return fresh
  }
}
