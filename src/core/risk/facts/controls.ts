import type { Fact } from './fact.ts'

/** How much compensating controls stop, as far as it was measured. Checked 2026-11-21. */
export const CONTROLS = {
  'waf.tpr.all': {
    value: { min: 11.97, median: 85.7, max: 99.56, n: 14 },
    unit: 'percent of about 74,000 generic malicious requests blocked, by configuration',
    source: 'WAF Comparison Project 2025-2026 (Check Point / open-appsec)',
    published: '2026-02-11',
    url: 'https://github.com/openappsec/waf-comparison-project/blob/main/report/waf_results_2025_2026.json',
    verified: 'primary',
    note: 'run by a vendor whose own product comes first; default configurations; generic payloads, not an attacker adapting to one known hole',
  },
  'waf.tpr.others': {
    value: { min: 11.97, median: 80.2, max: 97.907, n: 12 },
    unit: "percent, without the organiser's own two configurations",
    source: 'WAF Comparison Project 2025-2026 (Check Point / open-appsec)',
    published: '2026-02-11',
    url: 'https://github.com/openappsec/waf-comparison-project/blob/main/report/waf_results_2025_2026.json',
    verified: 'primary',
    note: 'computed from the published results',
  },
  'waf.tnr.range': {
    value: { min: 43.001, max: 99.991 },
    unit: 'percent of legitimate requests let through',
    source: 'WAF Comparison Project 2025-2026 (Check Point / open-appsec)',
    published: '2026-02-11',
    url: 'https://github.com/openappsec/waf-comparison-project/blob/main/report/waf_results_2025_2026.json',
    verified: 'primary',
    note: 'the cost side of a WAF: configurations with a high block rate may also block half of the legitimate traffic',
  },
  'waffled.exists': {
    value:
      'parsing discrepancies (multipart/form-data, JSON, XML) bypass WAFs that block the same payload when sent plainly',
    unit: 'finding',
    source: 'Akhavani et al., WAFFLED, ACSAC 2025, arXiv:2503.10846',
    published: '2025-03',
    url: 'https://github.com/sa-akhavani/waffled',
    verified: 'primary',
    note: 'repository and dataset of bypasses read',
  },
  'waf.padding': {
    value: 'padding a payload past the inspection limit (8 KB - 128 KB) lets it through in fail-open configurations',
    unit: 'finding',
    source: 'Check Point, WAF Security Test Results 2026',
    published: '2026',
    url: 'https://blog.checkpoint.com/?p=248499',
    verified: 'secondary',
    note: 'vendor',
  },
} as const satisfies Record<string, Fact>
