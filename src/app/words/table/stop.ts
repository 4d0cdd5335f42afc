import { withdrawal } from '../../../core/case/values.ts'
import { ok } from '../../../core/problem.ts'
import type { SeenCase } from '../seen.ts'
import {
  digest,
  EVIDENCE,
  file,
  type Given,
  MANY,
  NEEDED,
  pick,
  PRODUCT,
  REASON,
  text,
  type Word,
  word,
} from '../word.ts'
import { wordsOf } from './risk.ts'

const SHOWN: Word['options'] = [REASON, { ...EVIDENCE, ...NEEDED }]
const ENVIRONMENTS = text('environment', 'production, staging …; may be given again', {
  ...MANY,
  field: 'environments',
  shown: '<name>',
})
const IDENTITIES: Word['options'] = [
  digest('digest', 'of an artifact; may be given again', { ...MANY, field: 'digests', fallback: [] }),
  text('commit', 'in full; may be given again', { ...MANY, field: 'commits', shown: '<sha>', fallback: [] }),
  text('version', 'may be given again', { ...MANY, field: 'versions', shown: '<version>', fallback: [] }),
]
const BUILD: Word['options'] = [
  text('version', 'what it is called', { shown: '<version>' }),
  text('commit', 'in full', { shown: '<sha>' }),
  digest('digest', 'of an artifact; may be given again', { ...MANY, field: 'digests', fallback: [] }),
]

export const buildOf = ({ version, commit, digests }: Given) => ({
  digests,
  ...(version !== undefined && { version }),
  ...(commit !== undefined && { commit }),
})
const proposed =
  (of: (given: Given) => object): NonNullable<Word['says']> =>
  (given) =>
    ok({ change: of(given), evidence: given['evidence'], reason: given['reason'] })
const waits = (what: string) => () => `Proposed ${what}; nothing changes until a second person agrees.`
const holdOf = ({ product }: Given, { case: id }: SeenCase) => `${id}/${String(product)}`

export const STOP_WORDS = {
  'hold confirm': {
    wish: 'confirm',
    options: [PRODUCT],
    done: (given, after) => `${holdOf(given, after)} is confirmed.`,
  },
  'hold widen': {
    wish: 'widen',
    options: [{ ...ENVIRONMENTS, ...NEEDED }, PRODUCT],
    done: (given, after) => `${holdOf(given, after)} reaches ${(given['environments'] as string[]).join(', ')} too.`,
  },
  'hold affected': {
    wish: 'add_affected',
    options: [...IDENTITIES, PRODUCT],
    says: ({ product, digests, commits, versions }) => ok({ product, affected: { digests, commits, versions } }),
    done: () => 'Known to be vulnerable, and held for ever.',
  },
  'hold retract': {
    wish: 'retract',
    options: [PRODUCT],
    done: (given, after) => `${holdOf(given, after)} is taken back.`,
  },
  'hold withdraw': {
    wish: 'propose_change',
    options: [
      word('because', wordsOf(withdrawal), 'why it should not be held', NEEDED),
      text('duplicate-of', 'the other hold: HP-8/payments', { shown: '<hold>' }),
      PRODUCT,
      ...SHOWN,
    ],
    says: proposed(({ product, because, duplicate_of }) => ({
      kind: 'withdraw',
      product,
      because,
      ...(duplicate_of !== undefined && { duplicate_of }),
    })),
    done: waits('to withdraw it'),
  },
  'hold narrow': {
    wish: 'propose_change',
    options: [{ ...ENVIRONMENTS, fallback: [] }, ...IDENTITIES, PRODUCT, ...SHOWN],
    says: proposed(({ product, environments, digests, commits, versions }) => ({
      kind: 'narrow',
      product,
      environments,
      identities: { digests, commits, versions },
    })),
    done: waits('that it reaches less'),
  },
  'hold unaffected': {
    wish: 'propose_change',
    options: [...BUILD, PRODUCT, ...SHOWN],
    says: proposed((given) => ({ kind: 'unaffected', product: given['product'], build: buildOf(given) })),
    done: waits('that this build never had it'),
  },
  'hold link': {
    wish: 'propose_change',
    options: [
      digest('before', 'before the store signed it', NEEDED),
      digest('after', 'after', NEEDED),
      PRODUCT,
      ...SHOWN,
    ],
    says: proposed(({ product, before, after }) => ({ kind: 'link', product, before, after })),
    done: waits('that these are one artifact'),
  },
  'hold let-through': {
    wish: 'propose_change',
    options: [
      ...BUILD,
      text('fixes', 'the hold whose fix it carries: HP-8/payments', { ...NEEDED, shown: '<hold>' }),
      PRODUCT,
      ...SHOWN,
    ],
    says: proposed((given) => ({
      kind: 'let_fix_through',
      product: given['product'],
      build: buildOf(given),
      fixes: given['fixes'],
    })),
    done: waits('to let this fix through'),
  },
  'change approve': {
    wish: 'approve_change',
    options: [pick('change', 'change')],
    done: ({ change }, { facets }) =>
      facets?.changes.some(({ n, outcome }) => n === change && outcome === 'made')
        ? `Change ${String(change)} is made.`
        : `Change ${String(change)} is approved; it takes somebody else too.`,
  },
  'change decline': {
    wish: 'decline_change',
    options: [pick('change', 'change'), REASON],
    done: ({ change }) => `Change ${String(change)} is declined.`,
  },
  'finding dismiss': {
    wish: 'propose_change',
    options: [pick('finding', 'finding'), ...SHOWN],
    says: proposed(({ finding }) => ({ kind: 'dismiss', finding })),
    done: waits('that this finding is none'),
  },
  'finding in-production': {
    wish: 'see_in_production',
    options: [pick('finding', 'finding'), file('evidence', 'what shows it', NEEDED)],
    done: () => 'It is in production: written down.',
  },
  escalate: {
    wish: 'escalate',
    options: [word('because', ['asked', 'no_decision', 'unconfirmed', 'dead_end'], 'why', { fallback: 'asked' })],
    done: () => 'Escalated to the next authority.',
  },
  acknowledge: { wish: 'acknowledge', options: [], done: () => 'Acknowledged: somebody is on it.' },
  close: { wish: 'close', options: [], done: () => 'Closed.' },
} as const satisfies Readonly<Record<string, Word>>
