import { CONTROLS } from '../../risk/facts/controls.ts'
import type { Fact as Published } from '../../risk/facts/fact.ts'
import { REMEDIATION } from '../../risk/facts/remediation.ts'
import { known, type Source } from '../fact.ts'

const cited = ({ source: cites, published, url }: Pick<Published, 'source' | 'published' | 'url'>): Source => ({
  kind: 'publication',
  cites,
  published,
  url,
})

const WAF = CONTROLS['waf.tpr.others']
const FIX = REMEDIATION['fix.incorrect']

/** What others have measured, for comparison. Never an input, and never about us. */
export const STUDIES = {
  filters: known(
    'study.filters',
    { kind: 'share', low: WAF.value.min, middle: WAF.value.median, high: WAF.value.max },
    cited(WAF),
  ),
  wrongFixes: known(
    'study.wrong-fixes',
    { kind: 'share', low: 100 * FIX.value.min, high: 100 * FIX.value.max },
    cited(FIX),
  ),
}
