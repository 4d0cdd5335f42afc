import { randomBytes } from 'node:crypto'
import type { Chance } from '../app/ports.ts'

export const nodeChance: Chance = { bytes: randomBytes }
