import { isMissing, type Fact } from '../../../core/brief/fact.ts'
import type { Document } from '../../../core/brief/tree.ts'
import { snake } from './snake.ts'
import { jsonText } from '../../json/text.ts'

/** A document for machines: the tree as it is, every fact with its value, unit, source and sensitivity. Keys in snake_case. */
export const documentJson = (document: Document): string =>
  `${jsonText(snake({ schema: 'holdpoint/document/v1', ...document, facts: document.facts.map(factJson) }), 2)}\n`

const factJson = (fact: Fact) =>
  isMissing(fact) ? { id: fact.id, missing: fact.missing, who: fact.who, sensitivity: fact.sensitivity } : fact
