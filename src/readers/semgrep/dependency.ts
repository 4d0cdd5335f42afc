import type { Component, Key } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, advisoryKeys } from '../advisory.ts'
import { defined, field, list, record, text, texts, unique } from '../fields.ts'

interface Dependency {
  readonly component: Component
  readonly advisories: readonly string[]
  readonly fixedIn: readonly string[]
  readonly keys: readonly Key[]
}

/** Supply chain results name the package of a lock file; the ids of its flaw stand in the rule's metadata. */
export function dependencyOf(extra: Json | undefined): Dependency | undefined {
  const found = field(extra, 'sca_info', 'dependency_match', 'found_dependency')
  const name = text(found, 'package')
  if (name === undefined) return undefined
  const component = { name, ...defined({ version: text(found, 'version') }) }
  const metadata = field(extra, 'metadata')
  const named = ['sca-vuln-database-identifier', 'ghsa', 'cve'].flatMap((key) => texts(metadata, key))
  const advisories = unique(named.flatMap(advisoriesIn))
  const fixedIn = list(metadata, 'sca-fix-versions').flatMap((fix) =>
    Object.values(record(fix) ?? {}).flatMap((v) => text(v) ?? []),
  )
  return { component, advisories, fixedIn: unique(fixedIn), keys: advisoryKeys(advisories, component) }
}
