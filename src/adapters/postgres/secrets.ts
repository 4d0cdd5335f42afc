import type { Keys } from '../../app/ports/keys.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { openSecret, sealSecret } from './sealing.ts'

export type Masters = Pick<Keys, 'masters'>

/** A secret as it stands in a row. */
export interface Locked {
  readonly sealed: Uint8Array
  readonly key_id: string
}

export const locked = (secret: Uint8Array, name: string, { masters: [master] }: Masters): Locked => ({
  sealed: sealSecret(secret, master, name),
  key_id: master.id,
})

export function unlocked({ sealed, key_id }: Locked, name: string, { masters }: Masters): Result<Uint8Array> {
  const master = masters.find(({ id }) => id === key_id)
  const secret = master && openSecret(sealed, master, name)
  return secret
    ? ok(secret)
    : refuse(
        'keys/wrong-master',
        `What lets people in was encrypted under the master key ${key_id}, which does not open it here.`,
        'Add that key as a line of its own to the file "masters" in HOLDPOINT_KEYS.',
      )
}
