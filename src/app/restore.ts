import type { Actor, Uuid } from '../core/ids.ts'
import { toBase64 } from '../core/log/base.ts'
import { encodeEntry } from '../core/log/codec.ts'
import type { Entry } from '../core/log/entry.ts'
import { Frontier, treeHash } from '../core/log/merkle.ts'
import { type Continuation, LOG_RESTORED, restoration } from '../core/log/restoration.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { type BackupPorts, findBackup } from './backup.ts'
import { compare, type Compared, isSigned, locked, parseKept } from './backup/kept.ts'
import { loadBackup } from './backup/load.ts'
import type { Found } from './backup/read.ts'
import { ENTRIES, OUTBOX } from './backup/tables.ts'
import type { Loader } from './ports/backup.ts'
import type { Renewal } from './ports/renewal.ts'
import type { Keys } from './ports/keys.ts'

export interface RestoreRequest {
  /** The backup. */
  readonly from: string
  /** Who restores. */
  readonly by: Actor
  /** The id of that wish. */
  readonly command: Uuid
}

export interface RestorePorts extends BackupPorts {
  /** The keys as they are, where they are still there. */
  readonly keys: Keys | undefined
  /** Makes keys for a log that begins. Called once the backup was found good. */
  readonly renew: () => Result<Renewal>
}

/** What was put back. */
export interface Restored {
  /** The log that begins. */
  readonly origin: string
  readonly log: number
  readonly continues: Continuation
  readonly cases: number
  /** To be said loudly. */
  readonly warnings: readonly Problem[]
}

/**
 * Puts a backup into an empty store, whole or not at all. The log does not go on: a new one begins, under a new name and a new key, and its
 * first entry names the old one as far as it was put back, and how much of what was signed is lost.
 */
export async function restoreBackup(request: RestoreRequest, ports: RestorePorts): Promise<Result<Restored>> {
  const kept = ports.keys?.checkpoint() ?? ok(undefined)
  if (!kept.ok) return kept
  const note = parseKept(kept.value)
  if (!note.ok) return note
  const found = await findBackup(request.from, note.value, ports)
  if (!found.ok) return found
  const compared = compare(found.value, note.value, ports.crypto)
  if (!compared.ok) return compared
  const signed = ports.keys ? isSigned(found.value, ports.keys.signer.key, ports.crypto) : ok(undefined)
  if (!signed.ok) return signed
  let renewal: Renewal | undefined
  const renew = () => {
    const made = ports.renew()
    renewal = made.ok ? made.value : undefined
    return made
  }
  const warnings = [...compared.value.warnings, ...locked(found.value, ports.keys)]
  const judged = { found: found.value, compared: { ...compared.value, warnings } }
  const filled = await ports.vault.fill((loader) => fill(request, loader, judged, { ...ports, renew }))
  if (!filled.ok) return filled
  const settled = renewal!.settle()
  return settled.ok ? filled : ok({ ...filled.value, warnings: [...filled.value.warnings, settled.problem] })
}

async function fill(
  request: RestoreRequest,
  loader: Loader,
  { found, compared }: { found: Found; compared: Compared },
  ports: RestorePorts,
): Promise<Result<Restored>> {
  const packed = ports.files.open(request.from)
  if (!packed.ok) return packed
  try {
    const { crypto, hashing, vault } = ports
    const options = { sha256: crypto.sha256, hashing, knows: vault.version }
    const loaded = await loadBackup(packed.value, found, loader, options)
    if (!loaded.ok) return loaded
    // Last, and still before anything is committed: no store may name a log of which the key is not there.
    const renewal = ports.renew()
    if (!renewal.ok) return renewal
    return await begin(request, loader, { found: loaded.value, compared }, renewal.value.origin, ports)
  } finally {
    packed.value.close()
  }
}

/** The head of the new log, and its first entry. */
async function begin(
  { by, command }: RestoreRequest,
  loader: Loader,
  { found, compared }: { found: Found; compared: Compared },
  origin: string,
  { crypto }: RestorePorts,
): Promise<Result<Restored>> {
  const { header, follower } = found
  if ([header.origin, ...follower.origins].includes(origin)) return SAME_ORIGIN(origin)
  const { lost, checkpoint, warnings } = compared
  const { size, root } = header
  const continues: Continuation = { origin: header.origin, size, root, lost, ...(checkpoint && { checkpoint }) }
  const [log, now] = [header.log + 1, loader.now]
  const at = follower.at !== undefined && follower.at > now ? follower.at : now
  const n = (follower.streams.get(LOG_RESTORED.stream) ?? 0) + 1
  const entry: Entry = { v: 1, ...LOG_RESTORED, n, at, actor: by, command, data: restoration(continues) }
  const bytes = encodeEntry(entry)
  if (!bytes.ok) return bytes
  const { stream } = entry
  await loader.add(ENTRIES, [{ log, seq: 0, stream, n, bytes: toBase64(bytes.value) }])
  await loader.add(OUTBOX, [{ log, seq: 0, stream, attempts: 0, not_before_ms: 0 }])
  const tree = treeHash(crypto.sha256)
  const frontier = new Frontier(tree)
  frontier.append(tree.leaf(bytes.value))
  await loader.head({ log, origin, size: 1, roots: frontier.roots, at, cases: follower.cases })
  return ok({ origin, log, continues, cases: follower.cases, warnings })
}

const SAME_ORIGIN = (origin: string) =>
  refuse(
    'backup/same-origin',
    `The new log would have the name of an old one, ${origin.slice(0, 80)}.`,
    'Give it keys of its own. Nothing was touched.',
  )
