/** What several documents say. A text holds no figure of its own: each stands in a slot, and so has a source. */
export const SHARED_TEXTS = {
  'stop.line': '{product} ({affected}): {state} for {environments} since {placedAt}.',
  'stop.lifted':
    'The hold on {product} of {placedAt} was lifted for a corrected build; {affected} itself stays held for good.',
  'stop.ended': 'The hold on {product} of {placedAt} has ended: {state}.',
  'risk.rated': 'Security rates the weakness {severity} ({score}).',
  'risk.rated-only': 'Security rates the weakness {severity}.',
  'risk.harm': 'Somebody could use it {wayIn}, and could then {harm}.',
  'risk.where': 'As far as is recorded, {production}, and {exploitation}.',
  'risk.live':
    'Holding the new release does not protect those who use the present one: an interim measure there comes first, and the correction is the more urgent.',
  'risk.people': 'The product holds the data of {people}.',
  'risk.outsiders': 'What would happen to them: {harm}',
  'options.break-even':
    'Correcting first pays against “{against}” if an attack within a month is likelier than {breakEven}. What is believed today: {belief}.',
  'options.dropped': 'off the table: law, contract, policy or tolerance',
  'risk.reassessed': 'It was first rated {before} ({at}); the view changed as more was learned.',
  'risk.reassessed-wider':
    'It was first rated {before} ({at}), on what was known then; since then it turned out that no account is needed.',
  'interim.one': 'In the meantime {kind} ({state}, since {since}).',
  'interim.not-enough': 'That makes harm less likely; it does not remove the weakness.',
  'options.none':
    'Nobody has computed yet what each way out would cost. With a few answers from product and security it can be done within the hour.',
  'options.way-out': 'Way out',
  'options.average': 'On average',
  'options.bad-day': 'On a bad day',
  'options.remark': 'The weakness',
  'options.needs-acceptance': 'ships with it; needs an acceptance',
  'options.out-of-reach': 'ships out of reach; needs an acceptance',
  'options.proven': 'is corrected first',
  'options.caption':
    'The cost of each way out on average, and the line from there to a bad day; delay and possible harm together.',
  'clocks.none-runs': 'None is running. Only privacy or legal can say that one has begun:',
  'clocks.none-known': 'By the product’s profile none of the general ones applies; privacy or legal know the others.',
  'clocks.one': '{regime}: notice within {hours} of becoming aware of {trigger}.',
  'limits.title': 'How sure are we?',
  'limits.text':
    'The chance of an attack and the size of the harm are judgement, not measurement, and averages are driven by rare, large losses. Harm to people outside stands beside the money and is never set off against delay. Regulators’ figures are maxima, not forecasts.',
  'policy.acceptance': 'Policy lets {roles} accept the risk, though never whoever asks for it, for {days} at the most.',
  'fix.no-candidate': 'No corrected build has been declared yet.',
  'fix.candidate': 'The corrected build {name} is {state}.',
  'fix.lacks': 'Before the hold can be lifted for it, it still needs:',
  'follow-up.one': '{due}: {about} (promised by {by}).',
  'words.title': 'How to read this',
  'words.text':
    'On hold: nothing may bring this release to customers until a corrected version is proven. Score: how grave a weakness is by the industry’s common scale. Bad day: worse than this only one time in twenty; where it lies below the average, harm is rarer still, and large. Acceptance: somebody with the authority signs that we ship with the weakness, under which conditions and until when.',
  'head.case': '{id} · as of {now} · {for}',
  'head.named': '{name} · {id} · as of {now} · {for}',
  'gaps.title': 'Not known yet',
  'gaps.top': 'This paper leans on what nobody has recorded yet: {what}.',
  'gaps.one': 'This paper leans on what nobody has recorded yet: {what}. {who} could say; it would change {changes}.',
  'gaps.row-what': 'What',
  'gaps.row-who': 'Who could say',
  'gaps.row-changes': 'What it would change',
  'gaps.none': 'Nothing that these documents lean on is missing.',
  'notes.title': 'Where the figures come from',

  'answers.title': '{name}: objections and answers',
  'answers.intro':
    'For whoever answers in the room. Concede what is right; the other side may know something that we do not. Each answer ends with what we do.',
  'answers.usual': 'Usually from {who}.',
  'answers.raised': 'Raised by {who}; {state}.',
  'answers.interest': 'What is behind it: {interest}',
  'answers.change': 'What would change our mind: {change}',
  'answers.next': 'Next step: {next}',
  'answers.recorded': 'Answered in this case: {answer}',
} as const
