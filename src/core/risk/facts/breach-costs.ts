import type { Fact } from './fact.ts'

/** What breaches cost those who had one: a plausibility check beside one's own range, never an input. Checked 2026-11-21. */
export const BREACH_COSTS = {
  'ibm2025.global': {
    value: 4440000,
    unit: 'USD per breach, mean',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2025',
    published: '2025-07-30',
    url: 'https://www.techtarget.com/healthtechsecurity/news/366628031/Healthcare-remains-costliest-industry-for-breaches-at-742M',
    verified: 'secondary',
    note: '600 organisations, 17 industries, 16 countries, March 2024 - February 2025; breaches of about 3,000 to 113,000 records; a convenience sample',
  },
  'ibm2025.us': {
    value: 10220000,
    unit: 'USD per breach, mean, United States',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2025',
    published: '2025-07-30',
    url: 'https://therecord.media/ibm-data-breach-report-us-losses',
    verified: 'secondary',
  },
  'ibm2025.healthcare': {
    value: 7420000,
    unit: 'USD per breach, mean, healthcare',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2025',
    published: '2025-07-30',
    url: 'https://www.techtarget.com/healthtechsecurity/news/366628031/Healthcare-remains-costliest-industry-for-breaches-at-742M',
    verified: 'secondary',
    note: 'healthcare is 2 % of the sample',
  },
  'ibm2025.lifecycle': {
    value: 241,
    unit: 'days to identify and contain, mean',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2025',
    published: '2025-07-30',
    url: 'https://hipaaclicks.com/category/healthcare-cybersecurity/page/3',
    verified: 'secondary',
  },
  'ibm2025.under200': {
    value: 3870000,
    unit: 'USD per breach with a lifecycle under 200 days, mean',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2025',
    published: '2025-07-30',
    url: 'https://yourblogger.net/articles/the-quiet-number-behind-every-breach-what-444-million-actually-means.html',
    verified: 'secondary',
    note: '5.01 M over 200 days, same source',
  },
  'ibm2024.global': {
    value: 4880000,
    unit: 'USD per breach, mean',
    source: 'IBM / Ponemon, Cost of a Data Breach Report 2024',
    published: '2024-07-30',
    url: 'https://therecord.media/ibm-breach-report-cost-rise-to-5-million',
    verified: 'secondary',
    note: '604 organisations',
  },
} as const satisfies Record<string, Fact>
