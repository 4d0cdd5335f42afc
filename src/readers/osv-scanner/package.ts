import type { Component, Location, Tool } from '../../core/finding/finding.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, list, text } from '../fields.ts'

export const TOOL: Tool = { name: 'osv-scanner' }

/** What surrounds a record: the package that it is about. */
export interface Package {
  readonly component: Component
  /** `npm`, `Debian:12`; absent for a commit. */
  readonly ecosystem: string | undefined
  readonly isCommit: boolean
  readonly locations: readonly Location[]
  /** What belongs together: ids of one flaw, and what call analysis found. By id. */
  readonly groups: ReadonlyMap<string, Json>
}

/** Gives every record its package; what a package says is looked up once for all of its records. */
export class PackageOf {
  readonly #shape: Shape
  #pointer: string | undefined
  #package: Package | undefined

  constructor(shape: Shape) {
    this.#shape = shape
  }

  at(pointer: string): Package {
    const parent = pointer.split('/').slice(0, -2).join('/')
    if (this.#package === undefined || parent !== this.#pointer) {
      this.#pointer = parent
      this.#package = packageOf(this.#shape, parent)
    }
    return this.#package
  }
}

function packageOf(shape: Shape, pointer: string): Package {
  const item = shape.at(pointer)
  const path = text(shape.at(pointer.split('/').slice(0, -2).join('/')), 'source', 'path')
  const commit = text(item, 'package', 'commit')
  const version = text(item, 'package', 'version') ?? commit
  return {
    component: { name: text(item, 'package', 'name') ?? path ?? 'an unnamed package', ...defined({ version }) },
    ecosystem: text(item, 'package', 'ecosystem'),
    isCommit: version !== undefined && version === commit,
    locations: path === undefined ? [] : [{ file: path }],
    groups: groupsOf(field(item) ?? null),
  }
}

function groupsOf(item: Json): ReadonlyMap<string, Json> {
  const groups = new Map<string, Json>()
  for (const group of list(item, 'groups'))
    for (const id of [...list(group, 'ids'), ...list(group, 'aliases')])
      if (typeof id === 'string' && !groups.has(id)) groups.set(id, group)
  return groups
}
