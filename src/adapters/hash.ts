import { createHash } from 'node:crypto'
import type { Hash } from '../app/ports.ts'

export const nodeHash: Hash = { sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex') }
