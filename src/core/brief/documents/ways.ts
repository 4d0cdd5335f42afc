import { callout, p } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Block, Spans } from '../tree.ts'

/** Where figures are missing: the very commands that give what they rest on. For those who prepare the case, not for who decides it. */
export function waysToFigures(facts: Facts, composer: Composer): readonly Block[] {
  const { say } = composer
  const lines = [
    ...(facts.price ? [] : [answers(facts, composer)]),
    ...(facts.hasProfile ? [] : [profile(facts, composer)]),
  ]
  return facts.ways && lines.length > 0 ? [callout('note', say('ways.title'), ...lines.map((line) => p(line)))] : []
}

function answers({ ways, caseId }: Facts, { say }: Composer): Spans {
  if (!ways) return []
  return 'products' in ways
    ? say('ways.answers', { case: caseId })
    : say('ways.answers-file', { file: file(ways.answers) })
}

function profile({ ways, caseId, holds }: Facts, { say }: Composer): Spans {
  if (!ways) return []
  if (!('products' in ways)) return say('ways.profile-file', { file: file(ways.profile) })
  const [one, ...others] = holds
  if (ways.otherCurrency) return say('ways.profile-currency', { case: caseId })
  if (!one || others.length > 0) return say('ways.profile-case', { case: caseId })
  return say('ways.profile', { case: caseId, product: one.product })
}

const file = (text: string): Spans => [{ text, is: 'name' }]
