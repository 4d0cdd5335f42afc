import type { Draft } from './documents/document.ts'
import { executive } from './documents/executive.ts'

/** Every kind of document. */
export const DOCUMENTS = {
  executive,
} as const satisfies Readonly<Record<string, Draft>>

export type DocumentKind = keyof typeof DOCUMENTS
export const DOCUMENT_KINDS = Object.keys(DOCUMENTS) as readonly DocumentKind[]
