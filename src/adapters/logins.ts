import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import process from 'node:process'
import type { KeptLogin, KeptLogins, Logins } from '../app/ports/logins.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { cannot, cannotWrite } from './disk.ts'
import { replaceDurably } from './durable.ts'

/** HOLDPOINT_CONFIG, else by the XDG Base Directory Specification, else %APPDATA% on Windows. */
export function loginsIn(env: Readonly<Record<string, string | undefined>>): Logins {
  const { HOLDPOINT_CONFIG: own, XDG_CONFIG_HOME: xdg, APPDATA: windows } = env
  const base = xdg && isAbsolute(xdg) ? xdg : (process.platform === 'win32' && windows) || join(homedir(), '.config')
  const folder = own || join(base, 'holdpoint')
  const file = join(folder, 'sessions.json')
  return {
    read() {
      try {
        const mode = statSync(file, { throwIfNoEntry: false })?.mode
        if (mode === undefined) return ok(NONE)
        if (process.platform !== 'win32' && (mode & 0o077) !== 0) return EXPOSED(file)
        return parsed(readFileSync(file, 'utf8'), file)
      } catch (error) {
        return cannot(error, { file })
      }
    },
    replace(logins) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        return ok(replaceDurably(file, `${JSON.stringify(logins, undefined, 2)}\n`))
      } catch (error) {
        return cannotWrite(error, { file })
      }
    },
  }
}

const NONE: KeptLogins = { servers: {} }

function parsed(text: string, file: string): Result<KeptLogins> {
  const value = valueOf(text)
  if (!isRecord(value) || !isRecord(value['servers'])) return DAMAGED(file)
  const { last, servers } = value
  const whole = Object.values(servers).every(isLogin)
  if (!whole || (last !== undefined && typeof last !== 'string')) return DAMAGED(file)
  return ok({ servers: servers as Record<string, KeptLogin>, ...(typeof last === 'string' && { last }) })
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isLogin = (value: unknown): boolean =>
  isRecord(value) && ['person', 'token', 'until'].every((name) => typeof value[name] === 'string')

const DAMAGED = (file: string) =>
  refuse('login/damaged', 'This is not what `holdpoint login` wrote.', 'Remove the file and sign in again.', { file })
const EXPOSED = (file: string) =>
  refuse(
    'login/exposed',
    'Others may read the session that lies there.',
    `Run: chmod 600 '${file}'. Then sign out, and in again: it may be known by now.`,
    { file },
  )
