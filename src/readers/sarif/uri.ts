import type { Json } from '../../scan/shape.ts'
import { asText, field, fields, type JsonRecord, own, record, text } from '../fields.ts'
import { decoded } from '../purl.ts'

/**
 * The readable path of an artifact location, relative to the outermost base that it names: bases differ from machine to
 * machine, the path below them does not. Never opened, so `..` beyond the top is dropped.
 * @source SARIF 2.1.0 §3.4.4 uriBaseId, §3.14.14 originalUriBaseIds
 */
export function pathOf(
  location: Json,
  bases: Json | undefined,
): { readonly file: string } | { readonly url: string } | undefined {
  const uri = asText(fields(location)['uri'])
  if (uri === undefined) return undefined
  if (isAbsolute(uri))
    return /^file:/i.test(uri) ? { file: filePath(uri) } : isWeb(uri) ? { url: uri } : { file: decoded(uri) }
  const path = normalised(decoded(chain(asText(fields(location)['uriBaseId']), bases) + uri.replace(/^\.\//, '')))
  return path === '' ? undefined : { file: path }
}

/** A longer chain of bases is no tool's. */
const MAX_BASES = 32

/** The relative part of a base: a base may be relative to another one. A loop, or a base without a place, ends it. */
function chain(baseId: string | undefined, bases: Json | undefined): string {
  const all = record(bases)
  if (baseId === undefined || all === undefined || own(all, baseId) === undefined) return ''
  const known = PREFIXES.get(all)?.get(baseId)
  if (known !== undefined) return known
  const prefix = chained(baseId, all)
  if (!PREFIXES.has(all)) PREFIXES.set(all, new Map())
  PREFIXES.get(all)!.set(baseId, prefix)
  return prefix
}

// Every result names a base, and a run has few of them: worked out once.
const PREFIXES = new WeakMap<JsonRecord, Map<string, string>>()

function chained(baseId: string, bases: JsonRecord): string {
  const seen = new Set<string>()
  let prefix = ''
  for (let id: string | undefined = baseId; id !== undefined && !seen.has(id) && seen.size < MAX_BASES;) {
    seen.add(id)
    const base = field(bases, id)
    const uri = text(base, 'uri')
    if (uri !== undefined && isAbsolute(uri)) break
    if (uri !== undefined) prefix = `${uri.endsWith('/') ? uri : `${uri}/`}${prefix}`
    id = text(base, 'uriBaseId')
  }
  return prefix
}

const isAbsolute = (uri: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:/.test(uri)
const isWeb = (uri: string): boolean => /^https?:\/\//i.test(uri)

/** `file:///C:/a%20b.c` is `C:/a b.c`, `file:///src/a.c` is `/src/a.c`. */
const filePath = (uri: string): string => {
  const path = decoded(uri.replace(/^file:(?:\/\/(?=\/)|\/\/localhost(?=\/))?/i, ''))
  return path.replace(/^\/{0,2}(?=[A-Za-z]:)/, '')
}

function normalised(path: string): string {
  // No part of it is dots alone.
  if (!path.includes('./') && !path.endsWith('.')) return path
  const out: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') out.pop()
    else if (part !== '.') out.push(part)
  }
  return out.join('/')
}
