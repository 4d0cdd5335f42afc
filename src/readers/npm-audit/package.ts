import type { Draft } from '../../core/finding/finding.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, advisoryKeys, cwesIn } from '../advisory.ts'
import { defined, field, list, number, oneLine, record, text, texts, unique } from '../fields.ts'
import { gradeOf } from '../grade.ts'
import { ratingOf } from './rating.ts'

/**
 * npm 7: one finding for each advisory of the package; a package that is vulnerable only through its dependencies gives
 * one finding, of no advisory: the flaws themselves stand at the packages that it names.
 */
export function draftsOfPackage(
  entry: Json,
  key: string,
  place: Place & { readonly pointer: string },
): readonly Draft[] {
  const common = commonOf(entry, key, place)
  const via = list(entry, 'via')
  const own = via.filter((cause) => record(cause) !== undefined)
  return own.length > 0 ? own.map((cause) => flawed(common, cause, place)) : [exposed(common, entry, via, place)]
}

type Common = ReturnType<typeof commonOf>

function commonOf(entry: Json, key: string, place: Place & { readonly pointer: string }) {
  const name = text(entry, 'name') ?? key
  return {
    kind: 'vulnerability',
    component: { name: name || 'an unnamed package' },
    locations: texts(entry, 'nodes').map((file) => ({ file })),
    otherRatings: [],
    state: { status: 'open' },
    tool: { name: 'npm audit' },
    at: place.pointer,
    remedy: remedyOf(field(entry, 'fixAvailable'), name),
  } as const
}

function flawed({ remedy, ...common }: Common, cause: Json, place: Place): Draft {
  const { name } = common.component
  const id = `npm:${number(cause, 'source') ?? text(cause, 'title') ?? 'an advisory without a number'}`
  const url = text(cause, 'url')
  const advisories = advisoriesIn(url ?? '')
  const range = text(cause, 'range')
  return {
    ...common,
    title: oneLine(text(cause, 'title') ?? `An advisory for ${name}`),
    rule: { id, ...defined({ url }) },
    advisories,
    cwes: unique(texts(cause, 'cwe').flatMap(cwesIn)),
    fixedIn: unique([...upperBounds(range ?? ''), ...remedy.versions]),
    keys: advisoryKeys([...advisories, id], common.component) as Draft['keys'],
    ...gradeOf(field(cause, 'severity'), { code: 'npm-audit/unknown-severity', place }),
    ...defined({ description: remedy.words(range), vector: ratingOf(field(cause, 'cvss')) }),
  }
}

function exposed({ remedy, ...common }: Common, entry: Json, via: readonly Json[], place: Place): Draft {
  const { name } = common.component
  const through = via.flatMap((cause) => text(cause) ?? [])
  return {
    ...common,
    title: oneLine(`${name} depends on vulnerable versions of ${through.join(', ') || 'a package that is not named'}`),
    advisories: [],
    cwes: [],
    fixedIn: remedy.versions,
    keys: [{ basis: 'content', parts: ['npm-audit', name, ...through] }],
    ...gradeOf(field(entry, 'severity'), { code: 'npm-audit/unknown-severity', place }),
    ...defined({ description: remedy.words(text(entry, 'range')) }),
  }
}

/** What npm proposes: often another package, whose update brings a good version of this one. */
function remedyOf(fix: Json | undefined, name: string) {
  const target = text(fix, 'name')
  const version = text(fix, 'version')
  const breaking = field(fix, 'isSemVerMajor') === true ? ', a breaking change' : ''
  const proposal =
    target !== undefined && version !== undefined
      ? `Fixed by ${target} ${version}${breaking}.`
      : fix === false
        ? 'npm knows no fix.'
        : undefined
  return {
    versions: target === name && version !== undefined ? [version] : [],
    words: (range: string | undefined): string | undefined =>
      [range === undefined ? undefined : `Vulnerable: ${range}.`, proposal]
        .filter((part) => part !== undefined)
        .join(' ') || undefined,
  }
}

/** `>=4.0.0 <4.3.1 || <2.6.9`: the first version behind each vulnerable range that is open at its end. */
const upperBounds = (range: string): readonly string[] =>
  unique([...range.slice(0, 1024).matchAll(/<(?!=)\s*(\d[^\s|,]{0,80})/g)].map((match) => match[1]!))
