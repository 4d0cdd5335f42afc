import type { Place } from '../core/problem.ts'
import type { Yaml } from '../scan/yaml.ts'

/** A text that was read, and where everything in it stands. */
export interface Placed {
  readonly file: string
  readonly yaml: Extract<Yaml, { ok: true }>
}

/** Where a value (or its key) stands; what is missing is placed at the nearest thing around it. */
export function placeOf({ file, yaml }: Placed, path: readonly PropertyKey[], of: 'key' | 'value' = 'value'): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const place = yaml.place(pointerOf(path.slice(0, depth)), depth === path.length ? of : 'value')
    if (place) return { file, ...place }
  }
  return { file, line: 1, column: 1 }
}

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
