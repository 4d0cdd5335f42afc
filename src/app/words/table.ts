import { PROOF_WORDS } from './table/proof.ts'
import { RISK_WORDS } from './table/risk.ts'
import { STOP_WORDS } from './table/stop.ts'
import { WORK_WORDS } from './table/work.ts'
import type { Word } from './word.ts'

/** Every command that wishes one thing of a case. */
export const WORDS = { ...RISK_WORDS, ...STOP_WORDS, ...PROOF_WORDS, ...WORK_WORDS }

export type WordName = keyof typeof WORDS

/** What it takes and says; the same, without its own type. */
export const wordOf = (name: WordName): Word => WORDS[name]
