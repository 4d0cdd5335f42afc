import { createHash } from 'node:crypto'
import type { Hashing } from '../app/ports/backup.ts'

/** SHA-256 of what comes bit by bit. */
export function sha256Hashing(): Hashing {
  const hash = createHash('sha256')
  return {
    update(part) {
      hash.update(part)
    },
    digest: () => hash.digest('hex'),
  }
}
