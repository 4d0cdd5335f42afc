import type { Instant } from '../../core/instant.ts'
import type { Style } from './problem.ts'

/** What an answer cannot know that was carried here. */
export const offlineText = (decidedAt: Instant, style: Style): string =>
  `  ${style('yellow', 'Offline'.padEnd(14))} decided at ${decidedAt}, and blind to holds placed after that\n`
