import { sameBytes } from '../core/log/base.ts'
import { verifyNote } from '../core/log/note.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { type Backup, type BackupPorts, backupOf, findBackup } from './backup.ts'
import { parseKept } from './backup/kept.ts'
import { loadBackup } from './backup/load.ts'
import { rootOf } from './backup/write.ts'
import type { Crypto } from './ports.ts'
import type { Loader, Vault } from './ports/backup.ts'
import type { Keys } from './ports/keys.ts'
import type { Head } from './ports/ledger.ts'

export interface UpgradePorts extends BackupPorts {
  /** An empty store, of the next PostgreSQL. `vault` is the one that it takes the place of. */
  readonly next: Vault
  readonly keys: Keys
}

/**
 * Carries a store over to an empty one, log, name and all: the one restore that begins no new log. It may do so because it takes the backup
 * itself, while nobody writes, and because the checkpoint that was kept outside signs exactly the log that is carried over. The old store
 * stays as it is; whoever calls puts it out of reach.
 *
 * @param file where the backup goes, and stays
 */
export const upgradeStore = (file: string, ports: UpgradePorts): Promise<Result<Backup>> =>
  ports.vault.look(
    async (view) => {
      const agreed = agree(view.head, ports.keys, ports.crypto)
      if (!agreed.ok) return agreed
      const taken = await backupOf(view, file, ports)
      if (!taken.ok) return taken
      const carried = await carry(file, view.head, ports)
      if (!carried.ok) return carried
      const arrived = await ports.next.look(async ({ head }) => ok(head))
      if (!arrived.ok) return arrived
      return isSame(arrived.value, view.head, ports.crypto) ? taken : DISAGREE('the new store has another log')
    },
    { alone: true },
  )

async function carry(file: string, head: Head, ports: UpgradePorts): Promise<Result<undefined>> {
  const ported = { ...ports, vault: ports.next }
  const found = await findBackup(file, undefined, ported)
  if (!found.ok) return found
  return ports.next.fill(async (loader: Loader) => {
    const packed = ports.files.open(file)
    if (!packed.ok) return packed
    try {
      const options = { sha256: ports.crypto.sha256, hashing: ports.hashing, knows: ports.next.version }
      const loaded = await loadBackup(packed.value, found.value, loader, options)
      if (!loaded.ok) return loaded
      const { header } = loaded.value
      if (header.log !== head.log || header.origin !== head.origin || header.size !== head.size)
        return DISAGREE('the backup is of another log')
      await loader.head(head)
      return ok(undefined)
    } finally {
      packed.value.close()
    }
  })
}

/** Is what lies in the store exactly what was signed last, by these keys? An empty log needs no signature. */
function agree(head: Head, keys: Keys, crypto: Crypto): Result<undefined> {
  if (keys.origin !== head.origin) return DISAGREE(`the log is ${head.origin}, the keys are of ${keys.origin}`)
  const text = keys.checkpoint()
  if (!text.ok) return text
  const kept = parseKept(text.value)
  if (!kept.ok) return kept
  if (!kept.value) return head.size === 0 ? ok(undefined) : DISAGREE('no checkpoint was kept outside')
  const { checkpoint, note } = kept.value
  const signed = verifyNote(note, [keys.signer.key], crypto.verifyEd25519)
  if (!signed.ok) return signed
  if (signed.value.length === 0 || checkpoint.origin !== head.origin)
    return DISAGREE('the checkpoint that was kept outside is not of this log')
  if (checkpoint.size !== head.size)
    return DISAGREE(`${checkpoint.size} entries are signed, and ${head.size} are there`)
  return sameBytes(checkpoint.root, rootOf(head, crypto.sha256))
    ? ok(undefined)
    : DISAGREE('the entries are not the ones that were signed')
}

const isSame = (a: Head, b: Head, { sha256 }: Crypto) =>
  a.log === b.log &&
  a.origin === b.origin &&
  a.size === b.size &&
  a.at === b.at &&
  a.cases === b.cases &&
  sameBytes(rootOf(a, sha256), rootOf(b, sha256))

const DISAGREE = (why: string) =>
  refuse(
    'backup/disagrees',
    `An upgrade carries over exactly what was signed: ${why}.`,
    'Start and stop Holdpoint once on the old store, so that it signs what is there, and try again. The old store is as it was.',
  )
