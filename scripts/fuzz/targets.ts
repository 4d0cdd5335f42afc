import type { Target } from './target.ts'
import { feeds } from './targets/feeds.ts'
import { records } from './targets/records.ts'
import { reports } from './targets/reports.ts'
import { scores } from './targets/scores.ts'
import { tests } from './targets/tests.ts'
import { texts } from './targets/texts.ts'

/** Every surface that strangers' bytes meet. */
export const targets: readonly Target[] = [...reports, ...texts, ...records, scores, tests, feeds]
