import { EXECUTIVE_TEXTS } from './executive.ts'
import { SHARED_TEXTS } from './shared-texts.ts'

/** Every text of the catalogue by its key. `{slot}`: a place for a fact. */
export const ENGLISH_TEXTS = {
  ...SHARED_TEXTS,
  ...EXECUTIVE_TEXTS,
} as const
