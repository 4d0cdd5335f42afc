import type { SignedCheckpoint } from '../core/log/bundle.ts'
import { ok, type Result } from '../core/problem.ts'
import { compare, parseKept } from './backup/kept.ts'
import { type Found, readBackup } from './backup/read.ts'
import type { BackupHeader } from './backup/format.ts'
import { writeBackup } from './backup/write.ts'
import type { Crypto } from './ports.ts'
import type { Hashing, PackedFiles, Vault, VaultView } from './ports/backup.ts'

export interface BackupPorts {
  readonly vault: Vault
  readonly files: PackedFiles
  readonly hashing: () => Hashing
  readonly crypto: Crypto
  /** Version of this program. */
  readonly program: string
}

/** What a backup has, for whoever took it. */
export interface Backup extends BackupHeader {
  /** Of the file. */
  readonly bytes: number
}

/** Takes a backup of the store as it is at one moment, while others go on: the file is there whole, or not at all. */
export const takeBackup = (to: string, ports: BackupPorts): Promise<Result<Backup>> =>
  ports.vault.look((view) => backupOf(view, to, ports))

/** Writes what one look shows. */
export async function backupOf(view: VaultView, to: string, ports: BackupPorts): Promise<Result<Backup>> {
  const { crypto, hashing, program, vault, files } = ports
  const draft = files.draft(to)
  if (!draft.ok) return draft
  try {
    const options = { sha256: crypto.sha256, hashing, program, store: vault.version }
    const written = await writeBackup(view, draft.value, options)
    if (!written.ok) return written
    const bytes = draft.value.deliver()
    return bytes.ok ? ok({ ...written.value, bytes: bytes.value }) : bytes
  } finally {
    draft.value.discard()
  }
}

/** What a check of a backup found. */
export interface Checked extends BackupHeader {
  readonly cases: number
}

/** Reads a backup as a restore would, and changes nothing. @param kept the signed note that lies outside of the database */
export async function checkBackup(
  from: string,
  kept: string | undefined,
  ports: BackupPorts,
): Promise<Result<Checked>> {
  const note = parseKept(kept)
  if (!note.ok) return note
  const found = await findBackup(from, note.value, ports)
  if (!found.ok) return found
  const compared = compare(found.value, note.value, ports.crypto)
  return compared.ok ? ok({ ...found.value.header, cases: found.value.follower.cases }) : compared
}

/** The first pass: everything is looked at, and nothing touched. */
export async function findBackup(
  from: string,
  kept: SignedCheckpoint | undefined,
  { files, crypto, hashing, vault }: BackupPorts,
): Promise<Result<Found>> {
  const packed = files.open(from)
  if (!packed.ok) return packed
  try {
    const remember = kept && { remember: kept.checkpoint.size }
    return await readBackup(packed.value, { sha256: crypto.sha256, hashing, knows: vault.version, ...remember })
  } finally {
    packed.value.close()
  }
}
