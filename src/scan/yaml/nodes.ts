import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { segments } from '../pointer.ts'
import type { Json } from '../shape.ts'
import type { Faults } from './faults.ts'

// How many nodes may come from aliases: plenty for a person, far too few for a bomb.
const MAX_ALIASED = 10_000

type Maybe = Node | null | undefined

/** Turns the nodes of a document into plain values, and finds them again by pointer. */
export class Nodes {
  readonly #faults: Faults
  readonly #anchors = new Map<string, Node>()
  readonly #targets = new Map<Node, Node>()
  readonly #open = new Set<Node>()
  #aliasDepth = 0
  #aliased = 0

  constructor(faults: Faults) {
    this.#faults = faults
  }

  toJson(node: Maybe): Json {
    if (!node || this.#faults.full) return null
    if (isAlias(node)) return this.#alias(node)
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node)
    if (this.#aliasDepth > 0 && ++this.#aliased > MAX_ALIASED) {
      if (this.#aliased === MAX_ALIASED + 1)
        this.#refuse('yaml/alias', 'aliases that repeat too much', node, 'Write it out.')
      return null
    }
    if (isScalar(node)) return this.#scalar(node)
    this.#open.add(node)
    const value = isMap(node)
      ? this.#map(node)
      : isSeq(node)
        ? node.items.map((item) => this.toJson(item as Maybe))
        : null
    this.#open.delete(node)
    return value
  }

  /** Character offset of the value at a pointer, or of its key. Aliases are followed. */
  offsetOf(root: Maybe, pointer: string, of: 'key' | 'value'): number | undefined {
    let node: Maybe = root
    let key: Maybe
    for (const segment of segments(pointer)) {
      const parent: Maybe = node && this.#targets.has(node) ? this.#targets.get(node) : node
      if (isMap(parent)) {
        const pair = parent.items.find((item) => keyOf(item) === segment)
        if (!pair) return undefined
        key = pair.key as Maybe
        node = pair.value as Maybe
      } else if (isSeq(parent) && segment in parent.items) key = node = parent.items[Number(segment)] as Maybe
      else return undefined
    }
    return (of === 'key' ? (key ?? node) : (node ?? key))?.range?.[0]
  }

  #map(map: YAMLMap): Json {
    const value: Record<string, Json> = {}
    for (const pair of map.items) {
      const key = keyOf(pair)
      const at = (pair.key ?? map) as Node
      if (key === undefined) this.#refuse('yaml/key', 'a key that is no plain text', at, 'Put the key in quotes.')
      else if (Object.hasOwn(value, key)) {
        this.#refuse(
          'yaml/duplicate-key',
          `the key ${JSON.stringify(key)} stands twice`,
          at,
          'Remove or rename one of the two.',
        )
      } else {
        const item = this.toJson(pair.value as Maybe)
        // An assignment would make of `__proto__` something else than a key.
        Object.defineProperty(value, key, { value: item, enumerable: true, configurable: true, writable: true })
      }
    }
    return value
  }

  #alias(node: Node & { source: string }): Json {
    const target = this.#anchors.get(node.source)
    if (target === undefined || this.#open.has(target)) {
      const why = target ? 'is inside what it stands for' : 'stands for nothing above it'
      this.#refuse(
        'yaml/alias',
        `the alias ${JSON.stringify(node.source)} ${why}`,
        node,
        'Put a text that begins with * in quotes.',
      )
      return null
    }
    this.#targets.set(node, target)
    this.#aliasDepth++
    const value = this.toJson(target)
    this.#aliasDepth--
    return value
  }

  #scalar(node: Node & { value: unknown; source?: string }): Json {
    const { value } = node
    if (typeof value !== 'number') return value as Json
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value
    const written = JSON.stringify((node.source ?? String(value)).slice(0, 60))
    this.#refuse(
      'yaml/number',
      `${written} is no number that can be held exactly`,
      node,
      'Put it in quotes if it is a text.',
    )
    return null
  }

  #refuse(code: `yaml/${string}`, message: string, node: Node, hint: string): void {
    this.#faults.add(code, message, node.range?.[0] ?? 0, hint)
  }
}

/** A key as the text that was written: `1.0` stays "1.0". */
function keyOf({ key }: Pair): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined
  return typeof key.value === 'string' ? key.value : key.source
}
