/** Lets so many through at once; the others wait, in the order in which they came. */
export function turnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** The same for each of many, by name; whoever has none is one of them. A name is forgotten with the last who waits under it. */
export function turnstiles(places: number): <T>(name: string | undefined, work: () => Promise<T>) => Promise<T> {
  const known = new Map<string | undefined, { readonly enter: ReturnType<typeof turnstile>; inside: number }>()
  return async (name, work) => {
    const one = known.get(name) ?? { enter: turnstile(places), inside: 0 }
    known.set(name, one)
    one.inside++
    try {
      return await one.enter(work)
    } finally {
      if (--one.inside === 0) known.delete(name)
    }
  }
}
