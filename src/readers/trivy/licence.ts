import type { Draft } from '../../core/finding/finding.ts'
import { defined, oneLine, text } from '../fields.ts'
import { locationIn, type ReadRecord, severityOf } from './result.ts'

/** A licence that Trivy classified; its severity follows from the category (forbidden, restricted, notice …). */
export const readLicence: ReadRecord = (licence, context) => {
  const name = text(licence, 'Name') ?? 'unnamed licence'
  const component = text(licence, 'PkgName')
  const file = text(licence, 'FilePath')
  const category = text(licence, 'Category')
  const finding: Draft = {
    kind: 'licence',
    title: oneLine(
      `Licence ${name}${category === undefined ? '' : ` (${category})`}${component === undefined ? '' : ` of ${component}`}`,
    ),
    rule: { id: name, ...defined({ name: category, url: text(licence, 'Link') }) },
    advisories: [],
    cwes: [],
    fixedIn: [],
    locations: locationIn(context, file),
    ...severityOf(licence, context),
    otherRatings: [],
    state: { status: 'open' },
    keys: [{ basis: 'content', parts: ['trivy', 'licence', name, component ?? '', file ?? context.target] }],
    tool: context.tool,
    at: context.place.pointer,
    ...(component !== undefined && { component: { name: component } }),
  }
  return [{ finding }]
}
