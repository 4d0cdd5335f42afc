import { EXIT } from '../core/gate/verdict.ts'
import { uuidv7 } from '../core/ids.ts'
import { decodeUtf8 } from '../core/log/utf8.ts'
import { CONSOLE } from '../core/people/decide.ts'
import type { Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { backupText, exportedText, restoredText } from '../writers/terminal/keeping.ts'
import { type Answer, print, refusal, sent } from './answer.ts'
import { takeBackup } from './backup.ts'
import { exportBundle } from './export-log.ts'
import { notary } from './notary.ts'
import { placeOf } from './place.ts'
import type { Ports, Spool } from './ports.ts'
import { restoreBackup } from './restore.ts'
import { withStore } from './with-store.ts'

export interface KeepingRequest {
  readonly data?: string
  /** The backup. */
  readonly file: string
  readonly json: boolean
  /** Of this program. */
  readonly version: string
}

/** `holdpoint backup`: all of the store as of one moment, while others go on. Keys are not in it. */
export async function backup({ data, file, json, version }: KeepingRequest, ports: Ports): Promise<Answer> {
  const taken = await withStore(data, ports, async (store) => {
    const signed = await notary({ ...store, crypto: ports.crypto }).sign()
    return signed.ok ? takeBackup(file, { ...(await backupPorts(version, ports)), vault: store.vault }) : signed
  })
  if (!taken.ok) return refusal([taken.problem], ports)
  return print(
    json ? `${jsonText({ schema: 'holdpoint/backup-taken/v1', ...taken.value })}\n` : backupText(file, taken.value),
    ports,
  )
}

/** `holdpoint restore`: a backup into an empty store, as a new log that names the old one. */
export async function restore({ data, file, json, version }: KeepingRequest, ports: Ports): Promise<Answer> {
  const { stores, clock } = ports
  const place = placeOf({ ...(data !== undefined && { data }) }, stores.words, 'serve')
  if (!place.ok) return refusal([place.problem], ports)
  const bare = await stores.bare(place.value)
  if (!bare.ok) return refusal([bare.problem], ports)
  const { vault, keys, renew, close } = bare.value
  try {
    const wish = { from: file, by: CONSOLE, command: uuidv7(clock.now(), ports.chance.bytes(10)) }
    const restored = await restoreBackup(wish, { ...(await backupPorts(version, ports)), vault, keys, renew })
    if (!restored.ok) return refusal([restored.problem], ports, EXIT.refused)
    const out = ports.files.spool()
    out.write(
      json
        ? `${jsonText({ schema: 'holdpoint/restored/v1', ...restored.value })}\n`
        : restoredText(restored.value, ports.terminal.style),
    )
    return sent(out, '-', EXIT.clear, ports, restored.value.warnings)
  } finally {
    await close()
  }
}

const backupPorts = async (program: string, { crypto, keeping }: Ports) => ({ program, crypto, ...(await keeping()) })

/** `holdpoint log export`: the log as one file that anybody can check offline, signed as far as it goes. */
export async function exportLog({ data, to }: { data?: string; to?: string }, ports: Ports): Promise<Answer> {
  const out = ports.files.spool()
  const written = await withStore(data, ports, async (store) => {
    const note = await notary({ ...store, crypto: ports.crypto }).sign()
    if (!note.ok) return note
    const bundle = await exportBundle(store.ledger, note.value, ports.crypto.sha256)
    return bundle.ok ? writeAll(bundle.value, out) : bundle
  })
  if (written.ok && (to === undefined || to === '-')) return sent(out, '-', EXIT.clear, ports)
  if (written.ok) {
    const delivered = sent(out, { file: to! }, EXIT.clear, ports)
    return delivered.exit === EXIT.clear ? print(exportedText(to!), ports) : delivered
  }
  out.discard()
  return refusal([written.problem], ports)
}

async function writeAll(parts: AsyncGenerator<Result<Uint8Array>>, out: Spool): Promise<Result<void>> {
  for await (const part of parts) {
    if (!part.ok) return part
    out.write(decodeUtf8(part.value)!) // what the log keeps is UTF-8
  }
  return { ok: true, value: undefined }
}
