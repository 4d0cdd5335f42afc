import process from 'node:process'

/** Settles when the process is asked to stop; asked twice, it ends at once. */
export const stopAsked = (): Promise<void> =>
  new Promise((resolve) => {
    const asked = () => {
      for (const signal of SIGNALS) process.off(signal, asked)
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, asked)
  })

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
