import { problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { below, field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
import { draftsOfAdvisory } from './advisory.ts'
import { problemsOf } from './health.ts'
import { draftsOfPackage } from './package.ts'

/** npm audit: advisories by number (npm 6; pnpm writes the same), or packages by name (npm 7 and later). Small: nothing is streamed. */
export const npmAudit: Reader = {
  name: 'npm-audit',
  title: 'npm audit JSON (6, and 7 or later)',
  streams: [],

  recognises: (shape) => isPackages(shape) || isAdvisories(shape) || isFailure(shape),

  facts: () => ({ tools: [{ name: 'npm audit' }], subject: { commits: [], digests: [], products: [] } }),

  *read(source, shape) {
    if (isFailure(shape)) {
      yield { refused: failed(source.name, shape) }
      return
    }
    const version = field(shape.value, 'auditReportVersion')
    if (version !== undefined && version !== 2) {
      yield { refused: otherVersion(source.name, JSON.stringify(version).slice(0, 40)) }
      return
    }
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const [list, draftsOf] =
      version === 2 ? (['vulnerabilities', draftsOfPackage] as const) : (['advisories', draftsOfAdvisory] as const)
    for (const [name, entry] of Object.entries(record(shape.value, list) ?? {})) {
      const place = { file: source.name, pointer: below('', list, name) }
      if (record(entry) === undefined) yield* malformed('npm-audit/malformed', `An entry of ${list}`, place)
      else for (const finding of draftsOf(entry, name, place)) yield { finding }
    }
  },
}

const isPackages = ({ value }: Shape): boolean => typeof field(value, 'auditReportVersion') === 'number'

const isAdvisories = ({ value }: Shape): boolean =>
  record(value, 'advisories') !== undefined && record(value, 'metadata', 'vulnerabilities') !== undefined

/** What npm prints where a report should stand: `{"error": {"code": "ENOLOCK", "summary": …, "detail": …}}`. */
const isFailure = ({ value }: Shape): boolean =>
  typeof field(value, 'error', 'summary') === 'string' && typeof field(value, 'error', 'detail') === 'string'

function failed(file: string, { value }: Shape) {
  const why =
    text(value, 'error', 'summary') ?? text(value, 'message') ?? text(value, 'error', 'code') ?? 'it does not say why'
  return problem(
    'npm-audit/failed',
    `npm audit did not run: ${why.replace(/\.\s*$/, '')}.`,
    'Run it where there is a lock file and a registry in reach.',
    {
      file,
      pointer: '/error',
    },
  )
}

const otherVersion = (file: string, version: string) =>
  problem(
    'npm-audit/unsupported-version',
    `Audit report version ${version} is not supported: 2 is read, and the report of npm 6, which has none.`,
    'Use an npm whose reports we know.',
    { file, pointer: '/auditReportVersion' },
  )
