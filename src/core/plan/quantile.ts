/**
 * The smallest of the values that at least `share` of them do not exceed: always one that was observed, so that a date
 * falls into working time. Reorders the values, which then are no larger before it and no smaller after it.
 */
export function quantileOf(values: Float64Array, share: number): number {
  return select(values, Math.max(0, Math.ceil(share * values.length) - 1))
}

/** Brings the value of rank `k`, from 0, to its place. @source Hoare, Algorithm 65: FIND, CACM 4 (1961) */
function select(values: Float64Array, k: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!
    let [i, j] = [low, high]
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const swapped = values[i]!
      values[i++] = values[j]!
      values[j--] = swapped
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else break
  }
  return values[k]!
}
