/**
 * Shares one read among all who wait for one, and gives nobody a read that had begun before they asked: whoever comes while reads are
 * under way waits for the next.
 *
 * @param read  ends, sooner or later
 * @param atOnce  how many may be under way: while one waits, another can be answered
 */
export function shared<T>(read: () => Promise<T>, atOnce = 1): () => Promise<T> {
  let underWay = 0
  let next: Promise<T> | undefined
  let ended = () => {}

  async function begin(): Promise<T> {
    if (underWay >= atOnce) await new Promise<void>((resolve) => (ended = resolve))
    await new Promise((resolve) => setImmediate(resolve)) // whoever asks in the same turn shares it
    next = undefined // from here on, whoever asks is too late for this one
    underWay++
    try {
      return await read()
    } finally {
      underWay--
      ended()
    }
  }
  return () => (next ??= begin())
}
