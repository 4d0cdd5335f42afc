/**
 * Objections and answers. Every line could be said aloud to the person whom it answers: it blames nobody, threatens nobody,
 * takes the interest behind the objection seriously, and ends with something that we do.
 */
export const OBJECTION_TEXTS = {
  'claim.minor': 'It is minor; we knew about it.',
  'claim.deadline': 'The date cannot move.',
  'claim.workaround': 'Can a workaround carry us over the release?',
  'claim.compensating_control': 'A firewall rule in front of it will do.',
  'claim.later_patch': 'We ship now and patch later.',
  'claim.roll_back': 'We take the change out and do it in the next sprint.',
  'claim.limited_regression': 'We test only what we touched.',
  'claim.absolute_minimum': 'What is the absolute minimum of time?',
  'claim.quantify': 'What would it cost us, in figures?',
  'claim.nobody_finds_it': 'Nobody will find it.',
  'claim.already_in_production': 'It is in production already.',
  'claim.customer_expects_it': 'A customer is waiting for this release.',
  'claim.internal_only': 'Only our own people use it.',
  'claim.accept_the_risk': 'We accept the risk.',
  'claim.other': 'There is something else.',

  'interest.minor': 'Effort should go where it matters most.',
  'interest.deadline': 'Others have made promises that hang on the date.',
  'interest.workaround': 'Keep the date, and customers safe enough.',
  'interest.compensating_control': 'Keep the date, with protection that is ready now.',
  'interest.later_patch': 'Deliver now what is finished.',
  'interest.roll_back': 'Keep the rest of the release moving.',
  'interest.limited_regression': 'No hour of testing that finds nothing.',
  'interest.absolute_minimum': 'A date that can be planned with.',
  'interest.quantify': 'Decide on figures, not on fear.',
  'interest.nobody_finds_it': 'Weigh how likely harm is, not only how bad.',
  'interest.already_in_production': 'Do not pay for a delay that protects nobody.',
  'interest.customer_expects_it': 'Keep our word to the customer.',
  'interest.internal_only': 'Rate what can really be reached.',
  'interest.accept_the_risk': 'The business weighs its own risks.',
  'interest.other': 'Not known before it is said.',

  'stance.concede': 'You are right',
  'stance.partly': 'In part',
  'stance.hold': 'Not on what we know today',

  'compare.none': 'We have no figures for this way out yet; with a few answers we do, and it delays nothing.',
  'compare.cheaper': 'Our figures support you: “{label}” comes to {cost}; correcting first comes to {first}.',
  'compare.cheaper-but':
    'The average is on your side: “{label}” comes to {cost}; correcting first comes to {first}. The bad day is not, and it is the one that we would have to live with.',
  'compare.dearer': 'On our figures it costs more: “{label}” comes to {cost}; correcting first comes to {first}.',

  'minor.mild': 'It is rated {severity}, and policy asks for no more than that. Let us treat it that way.',
  'minor.is': 'I understand why it looks small. It is rated {severity} today.',
  'minor.was':
    'You are right that it was rated {before} at first, and that was fair on what was known then. With what was learned since, it is {severity}.',
  'minor.was-wider':
    'You are right that it was rated {before} at first, and that was fair on what was known then. Since then it turned out that no account is needed; that makes it {severity}.',
  'minor.no-vector': 'The reasons for that rating still have to be written down, and I will do so.',
  'minor.why': 'Two things make it so: it can be used {wayIn}, and whoever does can {harm}.',
  'minor.change':
    'A test that shows one of these points to be wrong. Then I propose a lower rating, and a second person confirms it.',
  'minor.next': 'Tell me which of the points you doubt, and we test that one together, now.',

  'deadline.heard': 'The date matters, and I do not want to lose an hour of it.',
  'deadline.work': 'The work takes {hours}, testing included.',
  'deadline.date': 'The date given with the plan is {date}.',
  'deadline.outlook':
    'The date that I can promise is {safe}: we keep it four times in five. As likely as not we are there by {likely}.',
  'deadline.in-figures':
    'The cost of the delay is counted in our figures: correcting first comes to {cost}, delay included.',
  'deadline.supported':
    'The figures support you: the lowest average cost is that of “{label}”, at {cost}. It needs somebody to accept the risk.',
  'deadline.change':
    'A cost of delay above the one that we counted. Give me yours, and both are computed side by side.',
  'deadline.change-delay': 'What a day of delay costs is {delay}; with that figure the picture may turn.',
  'deadline.next': 'Let us go through what can ship on the date without the affected part, and put that into the plan.',

  'workaround.yes': 'Yes, and it is done.',
  'workaround.not-release':
    'It lowers the risk for as long as it holds. It does not prove the new release, so the hold stays until the correction does.',
  'workaround.good-interim':
    'For the meantime, yes: switching the affected feature off is a good measure, for nobody can attack what does not run.',
  'workaround.change':
    'A check that shows the weakness out of reach with the measure in place, by somebody who did not set it up.',
  'workaround.next-done':
    'Let us keep it in place, have it checked whenever something around it changes, and correct what lies behind it.',
  'workaround.next':
    'Name the feature and who can switch it off; I verify it with you, and it goes on record as in place.',

  'control.lowers': 'A filter in front lowers the risk, and I am for having one. It does not remove the weakness.',
  'control.study':
    'In a published comparison, filters stopped {share} of common attack requests, depending on product and settings; how many they stop of somebody who adapts to one known hole is not measured.',
  'control.change': 'A retest through the filter by somebody who tries to get around it, and does not.',
  'control.next':
    'Let us put the rule in place now, as a second line, and have it tested while the correction is written.',

  'later.heard': 'Shipping now and correcting later is a real way out.',
  'later.window':
    'From the release until the patch is everywhere, it can be used {wayIn}; and the patch itself tells where it was.',
  'later.exploited':
    'Somebody is known to be using this weakness already, so the days until the patch would not be quiet ones.',
  'later.change':
    'A date for the patch that is shorter than the correction itself, or a measure that closes the weakness until then.',
  'later.next':
    'If you want this way, I write the request for acceptance with you: what exactly, until when, under which conditions.',

  'revert.real':
    'Taking the change out and shipping the rest is a real way out, where the weakness came with that change and the rest stands without it.',
  'revert.live':
    'The weakness is in production already, so taking the change out of the new release alone does not remove it.',
  'revert.change':
    'A build without the change whose retest does not find the weakness: it may ship like any other proven build.',
  'revert.next':
    'Let us ask whoever knows the code how long taking it out and testing the rest would take, and compare both with the same care.',

  'limited.enough': 'Policy asks for {regression} here; more is not needed.',
  'limited.lane':
    'As somebody is known to use the weakness and it is live, policy lets a limited test lift the hold here; the full one is then due within {hours}.',
  'limited.policy': 'At this rating policy asks for {regression}, and only policy’s owners can change that.',
  'limited.study':
    'In published studies of operating systems, {share} of the corrections looked at were themselves wrong and reached users. That is not about your team; it is why the rest is tested too.',
  'limited.change':
    'Our own history: if past corrections of this size never broke anything that the limited test missed, I take that to the owners of the policy.',
  'limited.next':
    'Let us run the limited test first and the full one beside it, so that the full one costs no extra waiting.',

  'minimum.least':
    'At the very least {hours} of work, which would be {at}. Everything would have to go as well as it can, and the chance of that is {chance}; I would not promise it to anybody.',
  'minimum.promise':
    'What I can promise is {safe}: that is kept four times in five. As likely as not we are there by {likely}, and all but certainly by {late}.',
  'minimum.work': 'It comes to {hours}.',
  'minimum.honest':
    'The lower end is what it takes if everything goes as well as it can. I would not promise that to anybody; the likely figure is the one to plan with.',
  'minimum.change': 'Progress: every finished task replaces an estimate.',
  'minimum.next': 'Within {in} whoever does the work gives a firmer estimate, and you hear it from me either way.',

  'quantify.none':
    'It is the right question, and I cannot answer yet: nobody has computed what the ways out would cost.',
  'quantify.option': 'With “{label}” it comes to {cost}.',
  'quantify.lowest': 'The lowest average cost is that of “{label}”: {cost}.',
  'quantify.honest': 'How likely an attack is remains a judgement.',
  'quantify.change': 'Any figure of yours that differs from ours: we compute both and show whether the order changes.',
  'quantify.even':
    'Correcting first pays as soon as an attack within a month is likelier than {breakEven}; what is believed is {belief}.',
  'quantify.next-priced':
    'If one of these figures looks wrong to you, tell me which, and we compute it again with yours.',
  'quantify.next':
    'With what product knows of the cost of delay, and security of the likelihood, you have the comparison within {in}.',

  'nobody.already': 'I wish it were so. As far as is recorded, {exploitation}.',
  'nobody.maybe':
    'It may stay unseen for long; nobody can say how long, and we count that chance in our figures rather than assume the worst.',
  'nobody.found': 'We did find it, on {at}, with ordinary means.',
  'nobody.change': 'Evidence that it cannot be reached from where attackers are: then the rating falls.',
  'nobody.next': 'Let us look together at who can reach it, and at whether we would notice an attempt.',

  'live.yes':
    'That is a fair point, and it matters: holding the new release does not protect those who use the present one. It makes the correction more urgent, and the hold less of an answer.',
  'live.best': 'Of the ways out, “{label}” has the lowest average cost: {cost}.',
  'live.not': 'That would change the picture. As far as is recorded, {production}.',
  'live.change':
    'A look at what production runs today. If the weakness is there, the comparison is made anew, the same hour.',
  'live.change-known': 'Evidence that what is live cannot be reached: then holding the new release weighs more again.',
  'live.next-known': 'Let us agree on an interim measure for what is live, now, and plan the correction behind it.',
  'live.next': 'Let us check production now; whatever we find, we see to a measure for what is live first.',

  'customer.trust':
    'The customer is waiting, and would also be the one to bear the harm. What we can offer is a date that holds.',
  'customer.date': 'The date given with the plan is {date}.',
  'customer.outlook': 'That date is {safe}; it is kept four times in five.',
  'customer.change':
    'A customer who, knowing the risk, would rather have it now: that is their decision as well, once disclosure is decided.',
  'customer.next':
    'Let us agree who speaks to the customer; what may be said waits for a decision on disclosure by privacy or legal.',

  'internal.heard': 'Fewer people who can reach it means less risk, and the rating should say so.',
  'internal.way-in': 'What is on record today is that it can be used {wayIn}.',
  'internal.change':
    'A view of the network that shows who can reach it. If it is only our own people, I propose a lower rating.',
  'internal.next': 'Show me the route; I re-assess with you, and a second person confirms it.',

  'accept.legitimate': 'That is a legitimate answer, and there is a way to give it.',
  'accept.written': 'It is written down: for which release, until when, under which conditions.',
  'accept.change':
    'Nothing needs to: it is the decision of whoever has the authority, and it is respected and recorded.',
  'accept.next': 'I prepare the form now, with the figures on it, so that whoever signs sees what we see.',

  'other.answer': 'Thank you for raising it. I want to answer it properly rather than quickly.',
  'other.change': 'That depends on what it is; I will say so openly.',
  'other.next': 'It goes on record in your words, with an answer before the next check.',
} as const
