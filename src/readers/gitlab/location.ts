import type { Component, Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, text, whole } from '../fields.ts'

export function componentOf(vulnerability: Json): Component | undefined {
  const dependency = field(vulnerability, 'location', 'dependency')
  const name = text(dependency, 'package', 'name')
  return name === undefined ? undefined : { name, ...defined({ version: text(dependency, 'version') }) }
}

/** A file and line, an image, a request, or the place of a crash: what the type of scan knows. Code is not carried on: it may be a secret. */
export function locationOf(vulnerability: Json): Location {
  const location = field(vulnerability, 'location')
  const code = [text(location, 'class'), text(location, 'method')].filter((part) => part !== undefined).join('.')
  const request = [text(location, 'method'), text(location, 'path'), text(location, 'param')]
    .filter((part) => part !== undefined)
    .join(' ')
  const host = text(location, 'hostname')
  const isRequest = host !== undefined || text(location, 'path') !== undefined
  return defined({
    file: text(location, 'file') ?? text(location, 'image'),
    line: whole(1, location, 'start_line'),
    endLine: whole(1, location, 'end_line'),
    logical: (isRequest ? request : code) || text(location, 'crash_state')?.trim().split('\n', 1)[0],
    url: host === undefined ? undefined : `${host}${text(location, 'path') ?? ''}`,
  })
}
