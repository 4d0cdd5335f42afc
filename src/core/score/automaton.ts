/** Tells the words of a small vocabulary apart, a character at a time, without cutting pieces out of the text. */
export interface Automaton<T> {
  /** By `state * 128 + character`: the state after it; `DEAD` where no word goes on so. */
  readonly next: Uint16Array
  /** By state: what the word means that ends there. */
  readonly meaning: readonly (T | undefined)[]
}

export const DEAD = 0
export const START = 1

/** @param words  of ASCII characters only */
export function automaton<T>(words: ReadonlyMap<string, T>): Automaton<T> {
  const states = START + 1 + new Set([...words.keys()].flatMap(beginnings)).size
  const next = new Uint16Array(states * 128)
  const meaning: (T | undefined)[] = [undefined, undefined]
  for (const [word, means] of words) {
    let state = START
    for (const character of word) {
      const edge = state * 128 + character.codePointAt(0)!
      if (next[edge] === DEAD) next[edge] = meaning.push(undefined) - 1
      state = next[edge]!
    }
    meaning[state] = means
  }
  return { next, meaning }
}

const beginnings = (word: string) => Array.from(word, (_, end) => word.slice(0, end + 1))
