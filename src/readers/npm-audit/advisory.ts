import type { Draft } from '../../core/finding/finding.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, advisoryKeys, cwesIn } from '../advisory.ts'
import { defined, field, list, oneLine, text, texts, unique } from '../fields.ts'
import { gradeOf } from '../grade.ts'
import { ratingOf } from './rating.ts'

/** npm 6: one finding for each version of the module that the advisory was met in, with the paths that lead to it. */
export function draftsOfAdvisory(
  advisory: Json,
  number: string,
  place: Place & { readonly pointer: string },
): readonly Draft[] {
  const name = text(advisory, 'module_name') ?? 'an unnamed module'
  const id = `npm:${number}`
  const advisories = unique([
    ...texts(advisory, 'github_advisory_id'),
    ...advisoriesIn(text(advisory, 'url') ?? ''),
    ...texts(advisory, 'cves'),
  ])
  const pathsOf = pathsByVersion(list(advisory, 'findings'))
  return Array.from(pathsOf, ([version, paths]): Draft => {
    const component = { name, ...defined({ version }) }
    return {
      kind: 'vulnerability',
      title: oneLine(text(advisory, 'title') ?? `Advisory ${number} for ${name}`),
      rule: { id, ...defined({ url: text(advisory, 'url') }) },
      advisories,
      cwes: unique(texts(advisory, 'cwe').flatMap(cwesIn)),
      component,
      fixedIn: lowerBounds(text(advisory, 'patched_versions') ?? ''),
      locations: Array.from(paths, (path) => ({ logical: path })),
      otherRatings: [],
      state: { status: 'open' },
      keys: advisoryKeys([...advisories, id], component) as Draft['keys'],
      tool: { name: 'npm audit' },
      at: place.pointer,
      ...gradeOf(field(advisory, 'severity'), { code: 'npm-audit/unknown-severity', place }),
      ...defined({
        description:
          [text(advisory, 'overview'), text(advisory, 'recommendation')]
            .filter((part) => part !== undefined)
            .join('\n\n') || undefined,
        vector: ratingOf(field(advisory, 'cvss')),
      }),
    }
  })
}

/** An advisory that names no version counts all the same. */
function pathsByVersion(findings: readonly Json[]): ReadonlyMap<string | undefined, Iterable<string>> {
  const paths = new Map<string | undefined, Set<string>>()
  for (const finding of findings) {
    const version = text(finding, 'version')
    const known = paths.get(version) ?? new Set()
    for (const path of texts(finding, 'paths')) known.add(path)
    paths.set(version, known)
  }
  return paths.size > 0 ? paths : new Map([[undefined, []]])
}

/** `>=4.3.1 <5 || >=5.1.0`: the first version of each line that is patched. `<0.0.0` is none. */
const lowerBounds = (range: string): readonly string[] =>
  unique([...range.slice(0, 1024).matchAll(/>=\s*(\d[^\s|,]{0,80})/g)].map((match) => match[1]!))
