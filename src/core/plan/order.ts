/** Either an order in which everything comes after what it waits for, or the ids of one cycle, the first one repeated at its end. */
export type Order = { readonly order: readonly string[] } | { readonly cycle: readonly string[] }

/** @param after for each id, the ids it waits for; ids that are not keys are passed over */
export function orderOf(after: ReadonlyMap<string, readonly string[]>): Order {
  const done = new Set<string>()
  for (const root of after.keys()) {
    // A stack of our own: a plan of strangers may be a chain of any length.
    const path: { id: string; next: number }[] = []
    const onPath = new Set<string>()
    const enter = (id: string) => {
      path.push({ id, next: 0 })
      onPath.add(id)
    }
    if (!done.has(root)) enter(root)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const before = after.get(top.id)?.[top.next++]
      if (before === undefined) {
        path.pop()
        onPath.delete(top.id)
        done.add(top.id)
      } else if (onPath.has(before)) {
        return { cycle: [...path.map(({ id }) => id).slice(path.findIndex(({ id }) => id === before)), before] }
      } else if (!done.has(before) && after.has(before)) {
        enter(before)
      }
    }
  }
  return { order: [...done] }
}
