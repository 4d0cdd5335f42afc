import * as z from 'zod'
import { caseId } from '../case.ts'
import { route } from '../route.ts'

/** SHA-256: what the store knows files by. */
const fileDigest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'It is no SHA-256 of a file.')
  .describe('Of the file: sha256: and 64 hex digits')

export const upload = route('PUT', '/api/evidence/:digest', {
  act: 'wish',
  about: 'Takes a file, whole or not at all: its bytes must give the digest. A case has it once it is attached there.',
  params: z.strictObject({ digest: fileDigest }),
  upload: { media: 'application/octet-stream' },
  response: z.strictObject({ evidence: fileDigest, bytes: z.int() }),
})

export const download = route('GET', '/api/cases/:id/evidence/:digest', {
  act: 'read',
  about: 'A file that is attached to a case, for whoever may read its words.',
  params: z.strictObject({ id: caseId, digest: fileDigest }),
  response: { media: 'application/octet-stream', file: true },
})
