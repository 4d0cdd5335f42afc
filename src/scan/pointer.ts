/** JSON Pointers (RFC 6901): `/runs/0/results`, with `~1` for a slash and `~0` for a tilde inside a key. */

/** `'/a~1b/0'` → `['a/b', '0']`; the empty pointer is the whole document. */
export function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The pointer of a child: its key or index behind the pointer of its parent. */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${typeof key === 'number' ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The value at a pointer, or undefined. Own properties only: `/__proto__` finds nothing unless it is written. */
export function valueAt<T>(value: T, pointer: string): T | undefined {
  let here: T | undefined = value
  for (const key of segments(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    if (Array.isArray(here) && !INDEX.test(key)) return undefined
    here = (here as Record<string, T>)[key]
  }
  return here
}

const INDEX = /^(?:0|[1-9][0-9]*)$/
