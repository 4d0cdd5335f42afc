import {
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { syncFolder } from '../../durable.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import type { Layout } from './layout.ts'
import { stat } from './user.ts'
import { refuse, type Result } from '../../../core/problem.ts'

/*
 * The next store is made in a folder of the data folder. Once it is whole, a file there says which major the old one is of; from then
 * on every start brings the succession to its end before it looks at anything: the old store to `pg.<major>`, the next one to its place.
 */
const NEXT = 'upgrade'

export const nextFolder = ({ folder }: Layout): string => join(folder, NEXT)
const readyFile = (layout: Layout) => join(nextFolder(layout), 'ready')
export const oldCluster = ({ folder }: Layout, major: number): string => join(folder, `pg.${major}`)

/** An empty folder for the next store, its owner's as the old one is. */
export function prepareNext(layout: Layout): void {
  const next = nextFolder(layout)
  rmSync(next, { recursive: true, force: true }) // of an upgrade that came to nothing
  mkdirSync(next, { mode: process.getuid!() === 0 ? 0o711 : 0o700 })
  const owner = stat(layout.cluster)
  if (owner && process.getuid!() === 0) lchownSync(next, owner.uid, owner.gid)
}

export function declareReady(layout: Layout, old: number): void {
  writeFileSync(readyFile(layout), `${old}\n`, { mode: 0o600, flush: true })
  syncFolder(nextFolder(layout))
}

/** Does a succession wait to be brought to its end? */
export const isReady = (layout: Layout): boolean => existsSync(readyFile(layout))

/** Brings one that is ready to its end; may break off anywhere, and be done again. Nothing runs there meanwhile. */
export function succeed(layout: Layout): void {
  if (!isReady(layout)) return
  const major = Number.parseInt(readFileSync(readyFile(layout), 'utf8'), 10)
  const [next, kept] = [join(nextFolder(layout), 'pg'), oldCluster(layout, major)]
  if (existsSync(next)) {
    if (existsSync(layout.cluster)) renameSync(layout.cluster, kept)
    syncFolder(layout.folder)
    renameSync(next, layout.cluster)
    syncFolder(layout.folder)
  }
  rmSync(nextFolder(layout), { recursive: true, force: true })
}

/** Those that were named; else a copy that a start left in the data folder, else installed ones. */
export function oldBinaries({ folder }: Layout, major: number, named: string | undefined): Result<Binaries> {
  if (named !== undefined) return rightMajor(named, major)
  const copies = readdirSync(folder)
    .filter((name) => name.startsWith(`pg.bin-${major}.`) && !name.includes('.new-'))
    .map((name) => join(folder, name, 'native', 'bin'))
  const places = [...copies, `/usr/lib/postgresql/${major}/bin`, `/usr/pgsql-${major}/bin`]
  const found = places.find((bin) => existsSync(join(bin, 'postgres')))
  return found === undefined ? NO_PROGRAMS(major) : rightMajor(found, major)
}

function rightMajor(bin: string, major: number): Result<Binaries> {
  const found = findBinaries(bin)
  if (!found.ok || found.value.major === major) return found
  return refuse(
    'postgres/other-major',
    `The store is of PostgreSQL ${major}; the programs in ${bin} are of ${found.value.version}.`,
    `Name the folder of those of ${major}: --from DIR.`,
    { file: bin },
  )
}

const NO_PROGRAMS = (major: number) =>
  refuse(
    'postgres/no-old-programs',
    `The store is of PostgreSQL ${major}, whose programs are not here: without them nobody reads it.`,
    `Install PostgreSQL ${major} (or the package that you had before) and name the folder of its programs: --from DIR.`,
  )
