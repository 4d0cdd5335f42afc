import type { Component } from '../core/finding/finding.ts'
import { defined } from './fields.ts'

/**
 * The component that a package URL names: `pkg:npm/%40shop/cart@1.2.3?arch=x` is `@shop/cart` 1.2.3. The purl stays as given.
 *
 * @source package-url/purl-spec, PURL-SPECIFICATION: type/namespace/name@version?qualifiers#subpath, parts percent-encoded
 */
export function componentOfPurl(purl: string): Component {
  const [path = '', version] = split(purl.replace(/^pkg:\/*/, '').replace(/[?#].*$/s, ''))
  const name = decoded(path.slice(path.indexOf('/') + 1))
  return { name: name || purl, purl, ...defined({ version: version === undefined ? undefined : decoded(version) }) }
}

/** The version follows the last `@`: a namespace may hold one that a tool did not encode. */
function split(path: string): readonly [path: string, version?: string] {
  const at = path.lastIndexOf('@')
  return at > path.lastIndexOf('/') + 1 ? [path.slice(0, at), path.slice(at + 1)] : [path]
}

/** Percent-decoding that leaves alone what was never encoded. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
