import type { Component, Location } from '../../core/finding/finding.ts'
import { defined, record } from '../fields.ts'
import { componentOfPurl } from '../purl.ts'
import type { Form } from './form.ts'

interface Spot {
  readonly location: Location
  readonly component: Component | undefined
}

/** The places of a finding, and the component that it is in. */
export function whereOf(form: Form): {
  readonly locations: readonly Location[]
  readonly component: Component | undefined
} {
  const spots = form.forms('where', spotOf)
  return {
    locations: spots.map(({ location }) => location).filter((location) => Object.keys(location).length > 0),
    component: spots.find(({ component }) => component !== undefined)?.component,
  }
}

function spotOf(form: Form): Spot {
  const location = defined({
    file: form.text('file'),
    line: form.count('line'),
    column: form.count('column'),
    url: form.text('url'),
    logical: form.text('endpoint'),
  })
  const component = componentOf(form)
  form.done()
  return { location, component }
}

/** `pkg:npm/lodash@4.17.20`, `lodash@4.17.20`, or a mapping of name, version and purl. */
function componentOf(form: Form): Component | undefined {
  if (record(form.value('component')) !== undefined) {
    return form.forms('component', (fields) => {
      const purl = fields.text('purl')
      const named = { name: fields.text('name') ?? purl ?? '', ...defined({ version: fields.text('version'), purl }) }
      fields.done()
      return named.name === '' ? undefined : named
    })[0]
  }
  const text = form.text('component')?.trim()
  if (text === undefined) return undefined
  if (text.startsWith('pkg:')) return componentOfPurl(text)
  const at = text.lastIndexOf('@')
  return at > 0 ? { name: text.slice(0, at), version: text.slice(at + 1) } : { name: text }
}
