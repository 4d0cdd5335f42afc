import type { Regression } from './plan.ts'

/** Why a fix is tested at all. No study that compares full with limited regression tests in figures was found. */
export const FIX_FACTS = [
  {
    id: 'fix.incorrect',
    says: '14.8 to 24.4 % of the fixes sampled in four operating systems were incorrect and hit users',
    source: 'Yin et al.: How Do Fixes Become Bugs?, ESEC/FSE 2011',
    url: 'http://www.eecg.toronto.edu/~yuan/papers/incorrect_fix_abstract.html',
  },
  {
    id: 'secfix.negative',
    says: 'nearly 5 % of more than 4,000 security fixes harmed the software',
    source: 'Li, Paxson: A Large-Scale Empirical Study of Security Patches, CCS 2017',
    url: 'https://m.booksci.cn/literature/122959896.htm',
  },
] as const

/** What the choice means, for whoever makes it. */
export function consequenceOf(scope: Regression): string {
  return scope === 'full'
    ? 'Full regression test: everything is tested again before the release.'
    : 'Limited regression test: only what the fix touches is tested again before the release; what the full test would ' +
        'have found besides is found by users. How often that happens is judgement until your own runs say it: no study ' +
        `was found. For comparison, ${FIX_FACTS[0].says} (${FIX_FACTS[0].source}).`
}
