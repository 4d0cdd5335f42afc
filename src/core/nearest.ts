/** The candidate that somebody most likely meant: at most two slips away (three in a long word), or undefined. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const slips = word.length > 8 ? 3 : word.length > 3 ? 2 : 1
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word.slice(0, 40).toLowerCase(), candidate) }))
    .toSorted((a, b) => a.distance - b.distance)
  return ranked[0] !== undefined && ranked[0].distance <= slips ? ranked[0].candidate : undefined
}

/** Letters to add, drop, change or swap with their neighbour. @source Damerau and Levenshtein, optimal string alignment */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity
      row.push(Math.min(change, swap, last[j]! + 1, row[j - 1]! + 1))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
