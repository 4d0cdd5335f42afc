import { ok, refuse, type Result } from '../core/problem.ts'
import type { StorePlace } from './ports/store.ts'

/** What names a store: the options of a command, or the environment. */
export interface PlaceWords {
  /** `--data`, HOLDPOINT_DATA: the data folder. */
  readonly data?: string
  /** `--database-url`, DATABASE_URL */
  readonly url?: string
  /** `--keys`, HOLDPOINT_KEYS */
  readonly keys?: string
  /** `--pg-bin`, HOLDPOINT_PG_BIN */
  readonly binaries?: string
}

/**
 * Where holds live, for the server and for every errand alike. An option goes before the environment: with `--data`, DATABASE_URL is not
 * looked at. Where both come from the same side, the URL says where holds live, and the data folder has the keys alone.
 */
export function placeOf(
  options: PlaceWords,
  environment: PlaceWords,
  mode: 'serve' | 'join-or-start',
): Result<StorePlace> {
  const url = options.url ?? (options.data === undefined ? environment.url : undefined)
  const data = options.data ?? environment.data
  const keys = options.keys ?? environment.keys
  const binaries = options.binaries ?? environment.binaries
  if (url !== undefined) {
    const beside = keys ?? (data === undefined ? undefined : `${data}/keys`)
    return beside === undefined ? NO_KEYS : ok({ url, keys: beside })
  }
  if (data === undefined) return NO_STORE
  return ok({ folder: data, mode, ...(keys !== undefined && { keys }), ...(binaries !== undefined && { binaries }) })
}

/** For people, and without a password. */
export const placeText = (place: StorePlace): string =>
  'url' in place ? 'the PostgreSQL of DATABASE_URL' : place.folder

const NO_KEYS = refuse(
  'usage/no-keys',
  'DATABASE_URL says where holds live, and nothing says where the keys are.',
  'Set HOLDPOINT_KEYS to a folder that no backup of the database holds.',
)
const NO_STORE = refuse(
  'usage/no-store',
  'Nothing says where holds live.',
  'Give --data DIR, or set HOLDPOINT_DATA or DATABASE_URL; `holdpoint serve --example` needs neither.',
)
