import type { Draft } from './documents/document.ts'
import { acceptance } from './documents/acceptance.ts'
import { answers } from './documents/answers.ts'
import { decision } from './documents/decision.ts'
import { engineering } from './documents/engineering.ts'
import { escalation } from './documents/escalation.ts'
import { executive } from './documents/executive.ts'
import { holdingMessage } from './documents/holding-message.ts'
import { lift } from './documents/lift.ts'
import { meeting } from './documents/meeting.ts'
import { minutes } from './documents/minutes.ts'
import { missing } from './documents/missing.ts'
import { product } from './documents/product.ts'
import { release } from './documents/release.ts'
import { resources } from './documents/resources.ts'
import { retest } from './documents/retest.ts'
import { review } from './documents/review.ts'
import { script } from './documents/script.ts'
import { statusUpdate } from './documents/status-update.ts'

/** Every kind of document. */
export const DOCUMENTS = {
  executive,
  product,
  engineering,
  release,
  'script-analyst': script('analyst'),
  'script-manager': script('manager'),
  'script-cloud': script('cloud'),
  answers,
  'status-update': statusUpdate,
  decision,
  minutes,
  'holding-message': holdingMessage,
  escalation,
  resources,
  acceptance,
  retest,
  lift,
  review,
  missing,
  meeting,
} as const satisfies Readonly<Record<string, Draft>>

export type DocumentKind = keyof typeof DOCUMENTS
export const DOCUMENT_KINDS = Object.keys(DOCUMENTS) as readonly DocumentKind[]
