/** Waits, or until the signal ends it. */
export const pause = (millis: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, millis)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })

/** Does something again and again, never twice at once. A fault of one time is none of the next. */
export function regularly(millis: number, work: () => Promise<void>): { stop(): Promise<void> } {
  const life = new AbortController()
  const loop = async () => {
    for (; !life.signal.aborted; await pause(millis, life.signal)) await work().catch(() => {})
  }
  const running = loop()
  return {
    stop() {
      life.abort()
      return running
    },
  }
}
