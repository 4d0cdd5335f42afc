import { readCase } from '../core/case/decode.ts'
import type { Actor, Digest } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { words } from '../writers/case.ts'
import { type Beside, BESIDE, type CaseTexts, type RegisterSays } from './ports/studies.ts'
import type { Files, ReadPorts } from './ports.ts'

/** A case of a server as commands on files see it: a file of this name, and what is known of it lies beside it. */
export interface AtHand<P> {
  readonly file: string
  readonly ports: P
  readonly register: RegisterSays
}

/**
 * Lays a case's texts over the files that there are, so that what reads a case from the disk reads it from a server. Its clock is not
 * behind the case: a server's may be a little ahead of ours.
 */
export function atHand<P extends Pick<ReadPorts, 'files' | 'clock'>>(
  { id, file, beside, register }: CaseTexts,
  ports: P,
): AtHand<P> {
  const name = `${id}.jsonl`
  const laid = new Map([[name, file], ...[...beside].map(([what, text]) => [`${id}.${what}`, text] as const)])
  const text: Files['text'] = (path, limitBytes) => {
    const found = laid.get(path)
    if (found !== undefined) return ok(found)
    return path.startsWith(`${id}.`) ? NOT_BESIDE(path) : ports.files.text(path, limitBytes)
  }
  const last = lastOf(file)
  const now = () => {
    const own = ports.clock.now()
    return own < last ? last : own
  }
  return { file: name, ports: { ...ports, files: { ...ports.files, text }, clock: { now } }, register }
}

const NOT_BESIDE = (file: string): Result<never> =>
  refuse('file/missing', 'There is no such file.', 'Attach it to the case under its well-known name.', { file })

/** A file, and who attached it. */
export interface Found {
  readonly digest: Digest
  readonly by: Actor
}

/** When the last entry of a case file was made. */
function lastOf(file: string): Instant {
  const [, at = ''] = /"at":"([^"]{24})"[^\n]*\n*$/.exec(file.slice(-MAX_LINE)) ?? []
  const read = parseInstant(at)
  return read.ok ? read.value : ('0001-01-01T00:00:00.000Z' as Instant)
}
const MAX_LINE = 2 ** 20

/**
 * Which files of a case say what it cannot say itself: those attached last, up to a moment, under a well-known name: `answers.yaml`, or
 * anything that ends in `.answers.yaml`.
 */
export function besideOf(
  file: string,
  { at, sha256 }: { readonly at: Instant; readonly sha256: Parameters<typeof readCase>[3] },
): Result<ReadonlyMap<Beside, Found>> {
  const last = lastOf(file)
  const read = readCase(file.split('\n'), 'case', last, sha256)
  if (!read.ok) return read
  const found = new Map<Beside, Found>()
  for (const event of read.value.events) {
    if (event.type !== 'evidence_attached' || event.at > at) continue
    const name = words(read.value.openings, event.data.name)
    const known = BESIDE.find((one) => name === one || name.endsWith(`.${one}`))
    if (known) found.set(known, { digest: event.data.evidence, by: event.actor })
  }
  return ok(found)
}

/** The texts of these files; one that nobody has sent is as if it were not there. */
export async function textsOf(
  found: ReadonlyMap<Beside, Found>,
  read: (file: Found) => Promise<Result<string | undefined>>,
): Promise<Result<ReadonlyMap<Beside, string>>> {
  const texts = new Map<Beside, string>()
  for (const [name, file] of found) {
    const text = await read(file)
    if (!text.ok) return text
    if (text.value !== undefined) texts.set(name, text.value)
  }
  return ok(texts)
}
