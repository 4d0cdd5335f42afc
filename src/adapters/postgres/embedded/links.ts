import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { Layout } from './layout.ts'

/** A link between libraries, both names from the package's folder. */
interface Link {
  readonly source: string
  readonly target: string
}

/**
 * The package makes its symbolic links when it is installed; where install scripts were skipped, its programs do not start.
 *
 * @returns false where they are missing and may not be made here
 */
export function linkLibraries({ package: folder }: Binaries): boolean {
  if (folder === undefined) return true
  for (const { source, target } of missingLinks(folder)) {
    const link = join(folder, target)
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link)
    } catch (error) {
      // Another process was quicker.
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      return false
    }
  }
  return true
}

export function missingLinks(folder: string): readonly Link[] {
  const file = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(file)) return []
  const links = JSON.parse(readFileSync(file, 'utf8')) as Link[]
  return links.filter(({ target }) => !lstatSync(join(folder, target), { throwIfNoEntry: false }))
}

/** The package copied beside the data, once, readable for all: its own folder may be closed to whom the server runs as. */
export function copyBinaries(binaries: Binaries, { folder }: Layout): Binaries {
  const copy = join(folder, `pg.bin-${binaries.version}`)
  const copied = { ...binaries, bin: join(copy, 'native', 'bin'), package: copy }
  if (existsSync(copy)) return copied
  const half = mkdtempSync(`${copy}.new-`)
  try {
    copyTree(join(binaries.package!, 'native'), join(half, 'native'))
    linkLibraries({ ...binaries, package: half })
    chmodSync(half, 0o755)
    renameSync(half, copy)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
  return copied
}

function copyTree(from: string, to: string): void {
  mkdirSync(to)
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else {
      copyFileSync(source, target)
      chmodSync(target, lstatSync(source).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}
