/** Which stream pattern a path of local names matches: `/bom/vulnerabilities/vulnerability`, `//testcase`, `/a/*`. */
export class Paths {
  readonly #patterns: readonly { readonly stream: string; readonly names: readonly string[]; readonly deep: boolean }[]

  constructor(streams: readonly string[]) {
    this.#patterns = streams.map((stream) => {
      const deep = stream.startsWith('//')
      return { stream, deep, names: stream.split('/').slice(deep ? 2 : 1) }
    })
  }

  /** @param open local names from the root to the parent of the element of that name */
  match(open: readonly { readonly name: string }[], name: string): string | undefined {
    for (const { names, deep, stream } of this.#patterns) {
      const above = open.length + 1 - names.length
      if (above < 0 || (above > 0 && !deep)) continue
      const matches = (pattern: string, i: number) => pattern === '*' || pattern === (open[above + i]?.name ?? name)
      if (names.every(matches)) return stream
    }
    return undefined
  }
}
