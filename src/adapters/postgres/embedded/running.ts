import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Embedded } from './launch.ts'
import { answers, holder } from './guard.ts'
import { layoutOf } from './layout.ts'
import { DATABASE, PORT, USER } from './settings.ts'
import { madeSocketFolder } from './socket.ts'

/** Where the server of a data folder is met while one runs there; nothing is touched. */
export async function runningAt(data: string): Promise<Embedded['connection'] | undefined> {
  if (process.platform === 'win32') return undefined
  const layout = layoutOf(data)
  const host = existsSync(layout.run) ? madeSocketFolder(layout) : undefined
  if (host === undefined || !(await holder(host))) return undefined
  const answer = await answers(join(host, `.s.PGSQL.${PORT}`))
  return answer === 'somebody' ? { host, port: PORT, user: USER, database: DATABASE } : undefined
}
