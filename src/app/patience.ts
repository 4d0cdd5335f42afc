/**
 * What is promised, or something else where it takes too long, or breaks: for many who wait. All wait equally long, so the first in line
 * is the first to lose patience, and one timer serves them all.
 */
export function patience<T>(millis: number, tooLate: T): (promised: Promise<T>) => Promise<T> {
  const line = new Set<Waiting<T>>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function giveUp(): void {
    timer = undefined
    const now = performance.now()
    for (const one of line) {
      if (one.until > now) {
        timer = setTimeout(giveUp, one.until - now)
        return
      }
      line.delete(one)
      one.answer(tooLate)
    }
  }

  return (promised) =>
    new Promise((answer) => {
      const one = { until: performance.now() + millis, answer }
      line.add(one)
      timer ??= setTimeout(giveUp, millis)
      const settled = (value: T) => {
        if (!line.delete(one)) return
        answer(value)
      }
      promised.then(settled, () => settled(tooLate))
    })
}

interface Waiting<T> {
  readonly until: number
  readonly answer: (value: T) => void
}
