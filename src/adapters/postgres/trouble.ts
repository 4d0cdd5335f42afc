import { type Problem, problem } from '../../core/problem.ts'

/**
 * Why the database said no, where that is no fault of ours: it cannot be reached, it does not let us in, it has no room. Undefined for
 * everything else. Codes are those of PostgreSQL's appendix A, or Node's for the connection.
 */
export function troubleOf(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = TROUBLES.find(([pattern]) => pattern.test(code)) ?? (LOST.test(error.message) ? UNREACHABLE : undefined)
  if (!known) return undefined
  const [, name, hint] = known
  return problem(name, `${SAYS[name]} (${error.message.slice(0, 300)}).`, hint)
}

/** Two transactions met, and this one gave way: asked again, it goes through. */
export const isLostRace = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')

type Trouble = keyof typeof SAYS

const SAYS = {
  'store/unreachable': 'The database cannot be reached',
  'store/denied': 'The database does not let us in',
  'store/no-database': 'There is no such database',
  'store/no-rights': 'The database does not allow what Holdpoint needs',
  'store/disk-full': 'The disk of the database is full',
  'store/busy': 'The database has no connection left',
  'store/read-only': 'The database takes no changes',
  'store/damaged': 'The database cannot read its own files',
} as const

const TRY_AGAIN = 'Nothing is lost: ask again with the same command id once it is back.'
const UNREACHABLE: readonly [RegExp, Trouble, string] = [
  /^(?:08...|25P03|57P0[1-4]|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
  'store/unreachable',
  `Check DATABASE_URL, and that the database runs. ${TRY_AGAIN}`,
]
const TROUBLES: readonly (readonly [RegExp, Trouble, string])[] = [
  UNREACHABLE,
  [/^28...$/, 'store/denied', 'Check the user and the password in DATABASE_URL, and pg_hba.conf.'],
  [/^3D000$/, 'store/no-database', 'Create it, or correct its name in DATABASE_URL.'],
  [/^42501$/, 'store/no-rights', 'Give the user CREATE on the database (or make the schema "holdpoint" its own).'],
  [/^53100$/, 'store/disk-full', `Make room. ${TRY_AGAIN}`],
  [/^53300$/, 'store/busy', `Raise max_connections, or close other programs. ${TRY_AGAIN}`],
  [/^25006$/, 'store/read-only', 'DATABASE_URL points to a standby: name the primary.'],
  [/^XX00[12]$|^58P01$|^58030$/, 'store/damaged', 'Stop it, check its disk, and restore a backup.'],
]

/** What `pg` says without a code when a connection breaks. */
const LOST =
  /Connection terminated|Query read timeout|timeout ex(?:pired|ceeded)|Client has encountered a connection error/
