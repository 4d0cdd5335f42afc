/** A smaller input that still fails: ever shorter pieces are left out, as long as that helps. */
export function minimised(input: string, fails: (smaller: string) => boolean, most: number): string {
  let best = input
  let tries = 0
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length && tries < most; tries++) {
      const smaller = best.slice(0, at) + best.slice(at + size)
      if (fails(smaller)) best = smaller
      else at += size
    }
  }
  return best
}
