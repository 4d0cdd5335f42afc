/** Which stream pattern a path of local names matches: `/bom/vulnerabilities/vulnerability`, `//testcase`, `/a/*`. */
export class Paths {
  readonly #patterns: readonly { readonly stream: string; readonly names: readonly string[]; readonly deep: boolean }[]

  constructor(streams: readonly string[]) {
    this.#patterns = streams.map((stream) => {
      const deep = stream.startsWith('//')
      return { stream, deep, names: stream.split('/').slice(deep ? 2 : 1) }
    })
  }

  /** @param path local names from the root to the element itself */
  match(path: readonly { readonly name: string }[]): string | undefined {
    return this.#patterns.find(({ names, deep }) => {
      const above = path.length - names.length
      if (above < 0 || (above > 0 && !deep)) return false
      return names.every((name, i) => name === '*' || name === path[above + i]!.name)
    })?.stream
  }
}
