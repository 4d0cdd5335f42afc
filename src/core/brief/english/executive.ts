export const EXECUTIVE_TEXTS = {
  'executive.title-open': '{products}: your decision is needed',
  'executive.title-decided': '{products}: decided, and on its way',
  'executive.title-over': '{products}: nothing is on hold any more',
  'executive.title-nothing': 'No product is on hold',
  'figures.severity': 'How grave it is',
  'figures.lowest': 'Lowest average cost',
  'figures.ship-now': 'Shipping now, on average',
  'figures.bad-day': 'on a bad day {bad}',
  'figures.bad-day-below': 'mostly at most {bad}; else rare and large',
  'figures.date': 'Safe to promise',
  'figures.date-range': 'an even chance by {likely}',
  'executive.ask': 'What we ask of you',
  'executive.decide-by': 'Please decide by {by} how we go on.',
  'executive.decide': 'Please decide how we go on.',
  'executive.recommend': 'On the figures below we recommend “{label}”: {cost}.',
  'executive.recommend-shipping':
    'On the figures below the lowest average cost is that of “{label}”: {cost}. It brings the weakness to customers for a time.',
  'executive.recommend-contained':
    'On the figures below the lowest average cost is that of “{label}”: {cost}. The weakness is then in what ships, out of reach for as long as the measure holds.',
  'executive.against-holding':
    'So the figures speak against holding the release, and we say so plainly. They are not the whole of it: law, contract and policy come before them.',
  'executive.margin': 'The next best way out is “{second}”, {gap} more on average.',
  'executive.margin-thin':
    'The next best way out is “{second}”, only {gap} more on average: on the figures alone it is too close to call.',
  'executive.no-figures':
    'We cannot recommend a way out yet, for nobody has computed what each would cost. Until then the release stays on hold: a hold can be undone, a shipped release cannot.',
  'executive.who': 'Where a release ships with the weakness, only {roles} may accept that; silence accepts nothing.',
  'executive.decided': 'Nothing new. On {at}, {deciders} decided to {decided}.',
  'executive.next-check': 'The next check is {at}.',
  'executive.cleared':
    'Nothing. {name} carries the correction; it was tested again by people who did not write it, and cleared on {at}. Releases that carry the weakness stay on hold.',
  'executive.nothing-asked': 'Nothing. No release is on hold.',
  'executive.happened': 'What happened, and what is at stake',
  'executive.options': 'The ways out',
  'executive.waiting': 'When it can ship',
  'executive.no-wait': 'Nothing more: the corrected version may ship.',
  'waiting.work': 'The correction takes {hours}, testing included.',
  'waiting.in-figures': 'What the delay costs is part of the figures above.',
  'waiting.delay': 'A day of delay costs {delay}.',
  'executive.clocks': 'Clocks that law could start',
} as const
