import type { Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, number, record, text, whole } from '../fields.ts'

/** A file and line, and the endpoints that were met. */
export function locationsOf(finding: Json): readonly Location[] {
  const code = defined({
    file: text(finding, 'file_path'),
    line: whole(1, finding, 'line'),
    logical: text(finding, 'param') ?? text(finding, 'sast_sink_object'),
  })
  const source = defined({
    file: text(finding, 'sast_source_file_path'),
    line: whole(1, finding, 'sast_source_line'),
    logical: text(finding, 'sast_source_object'),
  })
  const endpoints = [field(finding, 'url') ?? null, ...list(finding, 'endpoints')]
  return [code, ...endpoints.map(endpointOf), source].filter((location) => Object.keys(location).length > 0)
}

/** A URL, or its parts: `{"protocol": "https", "host": "shop.example", "port": 8443, "path": "/cart", "query": …, "fragment": …}`. */
function endpointOf(endpoint: Json): Location {
  const whole = text(endpoint) ?? text(endpoint, 'url')
  if (whole !== undefined) return { url: whole.trim() }
  const host = text(endpoint, 'host')
  if (record(endpoint) === undefined || host === undefined) return {}
  const part = (name: string, before: string, after = '') => {
    const said = text(endpoint, name) ?? number(endpoint, name)
    return said === undefined ? '' : `${before}${said}${after}`
  }
  const path = part('path', '/').replace(/^\/+/, '/')
  return {
    url: `${part('protocol', '', '://')}${host}${part('port', ':')}${path}${part('query', '?')}${part('fragment', '#')}`,
  }
}
