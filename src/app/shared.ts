/**
 * Shares one read among all who wait for one, and gives nobody a read that had begun before they asked: whoever comes while one is under
 * way waits for the next.
 *
 * @param read  ends, sooner or later
 */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined

  async function begin(): Promise<T> {
    await underWay.catch(() => {})
    await new Promise((resolve) => setImmediate(resolve)) // whoever asks in the same turn shares it
    next = undefined // from here on, whoever asks is too late for this one
    const reading = read()
    underWay = reading
    return reading
  }
  return () => (next ??= begin())
}
