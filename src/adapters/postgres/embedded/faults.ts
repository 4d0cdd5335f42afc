import process from 'node:process'
import { type Problem, problem, refuse, type Result } from '../../../core/problem.ts'
import { cannotWrite } from '../../disk.ts'
import type { Layout } from './layout.ts'

/** Of initdb alone: the server does not ask for a name. */
export const UNNAMED = /could not look up effective user ID/

const DAMAGE = new RegExp(
  [
    'database files are incompatible with server',
    'incorrect checksum in control file',
    'could not locate a valid checkpoint record',
    'could not find redo location',
    'could not find the database system',
    'could not open (file|directory) "[^"]*": No such file',
    'could not (read|access) file',
    'could not access the server configuration',
    'configuration file .* contains errors',
    'invalid (page in block|magic number|checkpoint)',
    'is not a valid data directory',
    'is missing or empty',
    'contains invalid data',
    'unexpected EOF',
    'cache lookup failed',
  ].join('|'),
)

/** Words of PostgreSQL (in the C locale) and what they mean to us. The first that fits. */
const WORDS: readonly (readonly [words: RegExp, of: (at: Layout, line: string) => Problem])[] = [
  [/No space left on device|Disk quota exceeded/, ({ folder }) => full(folder)],
  [
    /error while loading shared libraries|Library not loaded|cannot execute binary file|version `GLIBC/,
    ({ folder }, line) =>
      problem('postgres/unusable-binaries', `PostgreSQL's programs do not run here: ${line}`, ELSEWHERE, {
        file: folder,
      }),
  ],
  [
    UNNAMED,
    ({ folder }) =>
      problem(
        'postgres/unnamed-user',
        'PostgreSQL makes a store only for a user who has a name here (an entry in /etc/passwd).',
        'Run the container as a user who has one (node, nobody), or as root the first time.',
        { file: folder },
      ),
  ],
  [DAMAGE, ({ cluster }, line) => damaged(cluster, line)],
]

/** What PostgreSQL said while it did not start, as one problem. */
export function startFault(layout: Layout, log: string): Problem {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const grave = lines.filter((line) => /FATAL|PANIC|error/i.test(line))
  for (const [words, of] of WORDS) {
    const line = [...grave, ...lines].find((line) => words.test(line))
    if (line) return of(layout, spoken(line))
  }
  const cause = grave.at(-1) ?? lines.at(-1)
  return problem(
    'postgres/not-started',
    cause ? `PostgreSQL did not start: ${spoken(cause)}` : 'PostgreSQL did not start, and said nothing.',
    `More stands in ${layout.log}; holdpoint doctor looks at the rest.`,
    { file: layout.folder },
  )
}

/** Without time and process number. */
const spoken = (line: string) => line.replace(/^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] /, '').slice(0, 300)

/** What the disk said no to. */
export function diskFault(error: unknown, file: string): Result<never> {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return { ok: false, problem: full(file) }
  if (code === 'EACCES' || code === 'EPERM')
    return refuse(
      'postgres/closed-folder',
      `You (user ${process.getuid!()}) may not read or write what lies here.`,
      'Take a folder of yours, or run Holdpoint as the user who began with this one.',
      { file },
    )
  if (syscall === 'listen' || syscall === 'link')
    return refuse('postgres/no-socket', `This folder takes no sockets (${code}).`, 'Take one on a local disk.', {
      file,
    })
  return cannotWrite(error, { file })
}

export const full = (file: string): Problem =>
  problem('postgres/disk-full', 'The disk is full.', 'Make room, then start again; nothing acknowledged is lost.', {
    file,
  })

export const damaged = (cluster: string, what: string): Problem =>
  problem(
    'postgres/damaged',
    `The store is damaged: ${what}`,
    'Keep a copy of the folder as it is, and restore the last backup into another one.',
    { file: cluster },
  )

export const ELSEWHERE =
  'Set HOLDPOINT_PG_BIN to the folder of an installed PostgreSQL’s programs (15 or later), or DATABASE_URL to a server.'

export const MOVE =
  '`holdpoint upgrade --data DIR` carries it over; or name programs of that PostgreSQL in HOLDPOINT_PG_BIN, and go on as before.'

export const inUse = (folder: string, by: string): Result<never> =>
  refuse('postgres/in-use', `This data folder is in use${by}.`, 'Stop that one first, or take another folder.', {
    file: folder,
  })
