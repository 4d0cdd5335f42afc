import { hash } from 'node:crypto'
import type { Hash } from '../app/ports.ts'

// In one shot: a hash object is a stream, which takes kilobytes and outlives the collector's nursery.
export const nodeHash: Hash = { sha256: (text) => hash('sha256', text, 'hex') }
