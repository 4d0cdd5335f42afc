import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Where everything of the embedded database lies within a data folder. */
export interface Layout {
  readonly folder: string
  /** PostgreSQL's own folder: whole, or not there. */
  readonly cluster: string
  /** Sockets: the server's and the owner's. May be removed while nothing runs. */
  readonly run: string
  readonly log: string
  readonly pidFile: string
}

/** The same text for the same folder, however it is named: the server is recognised by it. */
export function layoutOf(named: string): Layout {
  const folder = real(resolve(named))
  const cluster = join(folder, 'pg')
  return {
    folder,
    cluster,
    run: join(folder, 'run'),
    log: join(folder, 'pg.log'),
    pidFile: join(cluster, 'postmaster.pid'),
  }
}

/** The part that is there without symbolic links, the part to come as it is. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return dirname(path) === path ? path : join(real(dirname(path)), basename(path))
}

/** Beginning of the names of clusters being made; half of one is never taken for a whole. */
export const HALF_MADE = 'pg.new-'
