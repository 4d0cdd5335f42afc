import { hash } from 'node:crypto'
import type { Hash } from '../app/ports.ts'

/** In one call: twice as fast as an object for each of many short texts. */
export const nodeHash: Hash = { sha256: (text) => hash('sha256', text, 'hex') }
