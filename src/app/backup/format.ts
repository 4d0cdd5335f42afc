import { type Instant, parseInstant } from '../../core/instant.ts'
import { fromBase64 } from '../../core/log/base.ts'
import { HASH_BYTES } from '../../core/log/merkle.ts'
import { ok, problem, type Problem, refuse, type Result } from '../../core/problem.ts'
import type { Cell, Form, Row, Table } from '../ports/backup.ts'
import { CHECKPOINTS, ENTRIES, OTHERS } from './tables.ts'

const FORMAT = 'holdpoint/backup/'
const SCHEMA = `${FORMAT}v1`

/** The first line of a backup: what it is of. */
export interface BackupHeader {
  /** Version of the program that took it. */
  readonly program: string
  /** Version of the store's schema. */
  readonly store: number
  readonly origin: string
  /** Which log of its store. */
  readonly log: number
  readonly size: number
  /** In base64. */
  readonly root: string
  /** The note of this log that was signed last, where one was. */
  readonly checkpoint: string | null
  readonly taken_at: Instant
}

/** The last line: what stands before it. */
export interface BackupEnd {
  readonly lines: number
  /** Of every byte before this line, in hex. */
  readonly sha256: string
}

/** A line as it was understood. */
export type BackupLine = { readonly table: Table; readonly row: Row } | { readonly end: BackupEnd }

export const headerLine = (header: BackupHeader): string => `${JSON.stringify({ schema: SCHEMA, ...header })}\n`
export const rowLine = ({ name }: Table, row: Row): string => `${JSON.stringify({ [name]: row })}\n`
export const endLine = (end: BackupEnd): string => `${JSON.stringify({ end })}\n`

/** @param knows the newest schema that this program can fill */
export function parseHeader(line: Uint8Array, knows: number): Result<BackupHeader, Problem> {
  const value = parsed(line)
  const { schema, ...header } = isObject(value) ? value : {}
  if (typeof schema !== 'string' || !schema.startsWith(FORMAT))
    return refuse(
      'backup/not-ours',
      'This is not a backup of Holdpoint.',
      'Give the file that `holdpoint backup` wrote. Nothing was touched.',
    )
  if (schema !== SCHEMA) return newer(schema)
  if (!isHeader(header)) return refuse('backup/damaged', 'Its first line does not say what it is of.', ANOTHER)
  if (header.store > knows) return newer(`store ${header.store}, by Holdpoint ${header.program.slice(0, 40)}`)
  return ok(header)
}

/** A line behind the first; undefined where it is none of ours. */
export function parseLine(line: Uint8Array): BackupLine | undefined {
  const value = parsed(line)
  const [[name, content] = ['', undefined], ...more] = isObject(value) ? Object.entries(value) : []
  if (more.length > 0 || !isObject(content)) return undefined
  if (name === 'end') return isEnd(content) ? { end: content } : undefined
  const table = TABLES.get(name)
  return table && isRow(table, content) ? { table, row: content } : undefined
}

/** An entry says its stream and number itself, and its place in the log follows from those before it. */
export const ENTRY_LINE: Table = { ...ENTRIES, columns: { log: 'int', bytes: 'bytes' } }

const TABLES: ReadonlyMap<string, Table> = new Map(
  [ENTRY_LINE, CHECKPOINTS, ...OTHERS].map((table) => [table.name, table]),
)

/** The order in which a backup holds its tables; entries and checkpoints go together. */
export const stageOf = (table: Table): number => OTHERS.findIndex(({ name }) => name === table.name)

function isRow({ columns }: Table, value: Readonly<Record<string, unknown>>): value is Row {
  const names = Object.keys(columns)
  return Object.keys(value).length === names.length && names.every((name) => fits(columns[name]!, value[name]))
}

function fits(form: Form, value: unknown): value is Cell {
  if (value === null) return form.endsWith('?')
  switch (form.replace('?', '')) {
    case 'int':
      return isCount(value) && value < 2 ** 31
    case 'count':
      return isCount(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'uuid':
      return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
    case 'bytes':
      return typeof value === 'string' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
    default:
      return typeof value === 'string' && !value.includes('\0')
  }
}

function isHeader(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & BackupHeader {
  const { program, store, origin, log, size, root, checkpoint, taken_at: at } = value
  return (
    Object.keys(value).length === 8 &&
    typeof program === 'string' &&
    typeof origin === 'string' &&
    [store, log, size].every(isCount) &&
    typeof root === 'string' &&
    fromBase64(root)?.length === HASH_BYTES &&
    (checkpoint === null || typeof checkpoint === 'string') &&
    typeof at === 'string' &&
    parseInstant(at).ok
  )
}

const isEnd = (value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & BackupEnd =>
  isCount(value['lines']) && typeof value['sha256'] === 'string' && Object.keys(value).length === 2

function parsed(line: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(line)) as unknown
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const ANOTHER = 'Take another copy of the backup. Nothing was touched.'
const newer = (what: string): Result<never> => ({
  ok: false,
  problem: problem(
    'backup/newer',
    `The backup is of a newer Holdpoint (${what.slice(0, 80)}) than this one.`,
    'Restore it with that version, or a later one. Nothing was touched.',
  ),
})
