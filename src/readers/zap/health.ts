import { type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { field, record } from '../fields.ts'
import { documentOf } from './document.ts'

const RUN_AGAIN = 'Run the scan again, against a site that answers.'

/** What a report leaves out that makes its evidence unknown. */
export function* problemsOf(file: string, shape: Shape): Iterable<Problem> {
  const site = field(documentOf(shape), 'site')
  const sites = Array.isArray(site)
    ? site.map((one: Json, i) => ({ one, pointer: `/site/${i}` }))
    : [{ one: site ?? null, pointer: '/site' }]
  if (sites.length === 0)
    yield problem('zap/nothing-scanned', 'The report names no site: none was reached.', RUN_AGAIN, {
      file,
      pointer: '/site',
    })
  for (const { one, pointer } of sites)
    if (record(one) === undefined || !Array.isArray(field(one, 'alerts')))
      yield problem('zap/malformed', 'A site has no list of alerts.', 'Let ZAP write the report again.', {
        file,
        pointer,
      })
}
