import { LIMITS, type Limits } from './fault.ts'
import { valueAt } from './pointer.ts'
import type { Shape } from './shape.ts'
import type { Source } from './source.ts'
import { MAX_BYTES, parseYaml } from './yaml/parse.ts'
import { textOf } from './yaml/text.ts'

export { parseYaml, type Yaml } from './yaml/parse.ts'

/** A small YAML document as a shape: all of it is held, so nothing is streamed. Throws its first fault. */
export function yamlShape(source: Source, limits: Limits = LIMITS): Shape {
  const yaml = parseYaml(textOf(source, Math.min(MAX_BYTES, limits.total)))
  if (!yaml.ok) throw yaml.faults[0]!
  const { value, place } = yaml
  return {
    kind: 'yaml',
    value,
    at: (pointer) => valueAt(value, pointer),
    has: (pointer) => valueAt(value, pointer) !== undefined,
    met: new Set(),
    streamed: () => 0,
    first: () => undefined,
    place: (pointer) => place(pointer),
  }
}
