import type { Clock } from '../app/ports.ts'
import { instantFromMillis } from '../core/instant.ts'

export const systemClock: Clock = { now: () => instantFromMillis(Date.now()) }
