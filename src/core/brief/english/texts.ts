import { BRIEF_TEXTS } from './briefs.ts'
import { DATE_TEXTS } from './date-texts.ts'
import { EXECUTIVE_TEXTS } from './executive.ts'
import { MEETING_TEXTS } from './meeting-texts.ts'
import { NOTE_TEXTS } from './notes.ts'
import { OBJECTION_TEXTS } from './objections.ts'
import { SHARED_TEXTS } from './shared-texts.ts'

/** Every text of the catalogue by its key. `{slot}`: a place for a fact. */
export const ENGLISH_TEXTS = {
  ...SHARED_TEXTS,
  ...DATE_TEXTS,
  ...EXECUTIVE_TEXTS,
  ...BRIEF_TEXTS,
  ...OBJECTION_TEXTS,
  ...MEETING_TEXTS,
  ...NOTE_TEXTS,
} as const
