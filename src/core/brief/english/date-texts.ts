/** When the corrected release may be there, and what the least is that it takes. */
export const DATE_TEXTS = {
  'date.outlook':
    'The date to promise is {safe}: it is kept four times in five. As likely as not the corrected release is there by {likely}, and all but certainly by {late}.',
  'date.given': 'The date given with the plan is {date}; how likely it is has not been worked out.',
  'date.done': 'Every task of the plan is done.',
  'date.promise-never':
    'The date given with the plan, {promised}, cannot be kept even if everything goes as well as it can.',
  'date.promise-unlikely': 'The date given with the plan, {promised}, is less likely than not to be kept.',
  'date.promise-likely':
    'The date given with the plan, {promised}, is kept more often than not, but less than four times in five.',
  'date.promise-safe': 'The date given with the plan, {promised}, is kept at least four times in five.',
  'date.minimum':
    'The absolute minimum is {hours}, which would be {at}; the chance that everything goes so well is {chance}.',
  'date.critical': 'The date hangs on the work of {owners}: an hour taken from them moves it.',
  'date.unagreed': 'The dates count on the agreement of {owners}, whose own work would wait; it is not recorded yet.',
  'date.overrun-default':
    'The estimates behind the dates were stretched by {factor}, a default: work like this takes longer than planned more often than not.',
  'date.overrun-judgement': 'The estimates behind the dates were stretched by {factor}, in the judgement of {by}.',
  'date.overrun-history': 'The estimates behind the dates were stretched as your own earlier work was.',
  'date.waits': 'The date waits for it',
  'date.waits-not': 'done',
} as const
