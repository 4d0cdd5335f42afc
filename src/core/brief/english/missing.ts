/** Blanks: what nobody has said, and what saying it would change. */
export const ENGLISH_MISSING = {
  'code-name': { what: 'the case’s code name', changes: 'how the case is called in public places' },
  title: { what: 'the case’s title', changes: 'nothing but how it is called' },
  opened: { what: 'who opened the case, and when', changes: 'whom to ask about its beginning' },
  hold: { what: 'a hold on a product', changes: 'whether anything is stopped at all' },
  affected: { what: 'which releases are affected', changes: 'what must never ship' },
  severity: { what: 'how grave the weakness is', changes: 'who may decide, and how much testing the correction needs' },
  assessment: { what: 'an assessment by security', changes: 'how grave the weakness counts as' },
  score: {
    what: 'a score of how grave it is',
    changes: 'how it compares with other weaknesses, and what is said of how it could be used',
  },
  exploited: { what: 'whether somebody already exploits it', changes: 'how soon a decision is needed' },
  'in-production': {
    what: 'whether the weakness is in production already',
    changes: 'whether waiting protects anybody: where it is live, holding the new release does not take it away',
  },
  harm: { what: 'what an attacker could do with it', changes: 'what is at stake' },
  learned: { what: 'what was learned since the first assessment', changes: 'why the rating changed' },
  place: { what: 'the component or place in the code', changes: 'where the correction goes' },
  'fixed-in': { what: 'a version that carries the correction', changes: 'how the correction is made' },
  cost: {
    what: 'what the ways out would cost',
    changes: 'the recommendation: without figures this paper cannot say which way out costs least',
  },
  plan: { what: 'a plan of the correction', changes: 'how long it takes, and who does it' },
  'plan-agreed': {
    what: 'agreement to the plan',
    changes: 'whether the date counts on work that others have promised',
  },
  'revised-date': { what: 'a revised date', changes: 'what customers and sales can be told' },
  'working-hours': {
    what: 'who works when (office hours are assumed)',
    changes: 'the dates: an evening of work may bring them forward',
  },
  candidate: { what: 'a corrected build', changes: 'whether anything can be retested' },
  fixers: { what: 'who wrote the correction', changes: 'who may retest it: nobody proves their own work' },
  approval: { what: 'an approval', changes: 'whether the acceptance is in force' },
  interest: { what: 'what is at stake for whoever objects', changes: 'which answer would help them' },
  'decided-option': { what: 'which of the ways out was chosen', changes: 'what happens next' },
  decision: { what: 'a decision', changes: 'what everybody does next' },
  'next-check': { what: 'when the next check or decision is due', changes: 'how long everybody can wait' },
  people: {
    what: 'whose data is at stake, and how many people',
    changes: 'the harm to people outside, and which reporting duties could apply',
  },
  delay: { what: 'what a day of delay costs', changes: 'the comparison of waiting with shipping' },
  disclosure: {
    what: 'a decision on disclosure',
    changes: 'what may be said outside: until it is taken, nothing is',
  },
  steps: { what: 'the steps that reproduce it', changes: 'how soon somebody else can retest it' },
  positions: {
    what: 'the objections, in the words of those who have them',
    changes: 'whether the other side was heard',
  },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly changes: string }>>

export type MissingId = keyof typeof ENGLISH_MISSING
