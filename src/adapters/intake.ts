import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Intake } from '../app/ports/recorder.ts'
import { plain } from '../core/plain.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { cannotWrite } from './disk.ts'

/** Files that nobody else may look into, gone as soon as they were read. */
export const intake: Intake = {
  async take(chunks, limitBytes) {
    const folder = mkdtempSync(join(tmpdir(), 'holdpoint-'))
    const discard = () => rmSync(folder, { recursive: true, force: true })
    const file = join(folder, 'report')
    const bytes = await written(file, chunks, limitBytes)
    if (bytes.ok) return ok({ file, bytes: bytes.value, discard })
    discard()
    return bytes
  },
}

async function written(file: string, chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Result<number>> {
  const handle = await open(file, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of whole(chunks)) {
      if (!chunk.ok) return chunk
      bytes += chunk.value.length
      if (bytes > limitBytes) return TOO_LARGE(limitBytes)
      await handle.writeFile(chunk.value)
    }
    return ok(bytes)
  } catch (error) {
    return cannotWrite(error, { file: '(what was sent)' })
  } finally {
    await handle.close()
  }
}

/** A stream that breaks off is no whole file, and no fault of the disk. */
async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Result<Uint8Array>> {
  try {
    for await (const chunk of chunks) yield ok(chunk)
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'problem' in error)
      yield { ok: false, problem: error.problem as never }
    else yield BROKEN_OFF(error)
  }
}

const TOO_LARGE = (limitBytes: number) =>
  refuse(
    'evidence/too-large',
    `The file has more than ${limitBytes} bytes. Nothing of it was kept.`,
    'Send the part that matters.',
  )
const BROKEN_OFF = (error: unknown) =>
  refuse(
    'evidence/interrupted',
    `The file broke off (${plain(error instanceof Error ? error.message : String(error))}). Nothing of it was kept.`,
    'Send it again.',
  )
