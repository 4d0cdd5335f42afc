import { addMillis, instantFromMillis, millisOf, type Instant } from '../../instant.ts'
import type { Actor } from '../../ids.ts'
import { refuse, ok, unreachable, type Result } from '../../problem.ts'
import { REGULATORY } from '../facts/regulatory.ts'
import type { Profile } from '../profile.ts'
import { RULES, type Applies, type Regime, type RegulatoryFact } from './exposure.ts'

/** What starts a clock. None of it is ours to find out: somebody in authority declares that it has happened. */
export type Trigger =
  | 'awareness of a personal data breach'
  | 'awareness of a significant incident'
  | 'awareness of an actively exploited vulnerability'
  | 'awareness of a major ICT incident'
  | 'classification of an ICT incident as major'
  | 'availability of the fix'
  | 'notification sent'
  | 'determination that the incident is material'
  | 'discovery of a breach of health information'

export type Deadline =
  | { readonly unit: 'hours' | 'days' | 'business days' | 'months'; readonly count: number }
  /** The sources disagree on what is counted from: no countdown is shown. */
  | { readonly unit: 'disputed'; readonly why: string }

/** A deadline that would run, were its trigger declared. */
export interface ClockProposal extends Applies {
  readonly id: string
  readonly regime: Regime
  /** What is due, to whom. */
  readonly due: string
  readonly startsAt: Trigger
  readonly deadline: Deadline
  readonly fact: RegulatoryFact
}

/** Privacy or legal says that the trigger has happened, and when. Nothing else starts a clock. */
export interface Declaration {
  readonly trigger: Trigger
  readonly at: Instant
  readonly by: Actor
  readonly role: 'privacy' | 'legal'
}

export interface RunningClock extends ClockProposal {
  readonly declared: Declaration
  readonly endsAt: Instant
}

/** A business day as the clock's own time zone has it, in UTC. */
export interface BusinessDay {
  readonly from: Instant
  readonly until: Instant
}

/** Every clock of every regime, each saying whether it applies. None of them runs. @param today YYYY-MM-DD */
export const clockProposals = (profile: Profile, today: string): readonly ClockProposal[] =>
  CLOCKS.map((clock) => ({ ...clock, ...appliesOn(clock, profile, today) }))

/**
 * Starts a clock from a declaration.
 * @param businessDays in order, far enough into the future; needed by clocks that count them
 */
export function startClock(
  proposal: ClockProposal,
  declared: Declaration,
  businessDays: readonly BusinessDay[] = [],
): Result<RunningClock> {
  if (declared.trigger !== proposal.startsAt)
    return refuse(
      'clock/other-trigger',
      `${proposal.id} starts at the ${proposal.startsAt}, not at the ${declared.trigger}.`,
      'Declare the event that the rule names.',
    )
  if (proposal.deadline.unit === 'disputed')
    return refuse(
      'clock/disputed',
      `${proposal.id} has no countdown: ${proposal.deadline.why}.`,
      'Ask legal for the date and keep it as an action.',
    )
  const endsAt = endOf(proposal.deadline.unit, proposal.deadline.count, declared.at, businessDays)
  return endsAt === undefined
    ? refuse(
        'clock/no-calendar',
        `The calendar ends before ${proposal.deadline.count} business days after ${declared.at}.`,
        'Import a calendar that reaches further.',
      )
    : ok({ ...proposal, declared, endsAt })
}

const HOUR = 3_600_000

function endOf(
  unit: 'hours' | 'days' | 'business days' | 'months',
  count: number,
  at: Instant,
  businessDays: readonly BusinessDay[],
): Instant | undefined {
  switch (unit) {
    case 'hours':
      return addMillis(at, count * HOUR)
    case 'days':
      return addMillis(at, count * 24 * HOUR)
    case 'business days':
      // the day of the event itself does not count
      return businessDays.filter(({ from }) => from > at)[count - 1]?.until
    case 'months':
      return addMonths(at, count)
    default:
      return unreachable(unit)
  }
}

/** The same day and time of a later month, or its last day. @source Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c) */
function addMonths(at: Instant, count: number): Instant {
  const month = Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7)) - 1 + count
  const first = (m: number) => millisOf(`${four(Math.floor(m / 12))}-${two((m % 12) + 1)}-01${at.slice(10)}` as Instant)
  const days = Math.round((first(month + 1) - first(month)) / (24 * HOUR))
  return instantFromMillis(first(month) + (Math.min(Number(at.slice(8, 10)), days) - 1) * 24 * HOUR)
}

const four = (n: number) => String(n).padStart(4, '0')
const two = (n: number) => String(n).padStart(2, '0')

type Clock = Omit<ClockProposal, 'applies' | 'because'> & { readonly from?: string }

function appliesOn({ regime, from }: Clock, profile: Profile, today: string): Applies {
  const answer = RULES.find((rule) => rule.regime === regime)!.applies(profile, today)
  return from !== undefined && today < from && answer.applies !== 'no'
    ? { applies: 'no', because: `The duty begins on ${from}.` }
    : answer
}

const { value: nis2 } = REGULATORY['nis2.notice']
const { value: cra } = REGULATORY['cra.reporting']
const { value: dora } = REGULATORY['dora.notice']

const clock = (
  id: string,
  regime: Regime,
  fact: RegulatoryFact,
  startsAt: Trigger,
  due: string,
  deadline: Deadline,
  from?: string,
): Clock => ({ id, regime, fact, startsAt, due, deadline, ...(from !== undefined && { from }) })

const SIGNIFICANT = 'awareness of a significant incident'
const EXPLOITED = 'awareness of an actively exploited vulnerability'

const CLOCKS: readonly Clock[] = [
  clock(
    'gdpr-authority',
    'GDPR',
    'gdpr.art33.notice',
    'awareness of a personal data breach',
    'notice to the supervisory authority, unless a risk to people is unlikely',
    { unit: 'hours', count: REGULATORY['gdpr.art33.notice'].value },
  ),
  clock('nis2-early-warning', 'NIS2', 'nis2.notice', SIGNIFICANT, 'early warning to the CSIRT or authority', {
    unit: 'hours',
    count: nis2.earlyWarningHours,
  }),
  clock('nis2-notification', 'NIS2', 'nis2.notice', SIGNIFICANT, 'incident notification', {
    unit: 'hours',
    count: nis2.notificationHours,
  }),
  clock('nis2-final-report', 'NIS2', 'nis2.notice', 'notification sent', 'final report', {
    unit: 'months',
    count: nis2.finalReportMonths,
  }),
  clock(
    'cra-early-warning',
    'CRA',
    'cra.reporting',
    EXPLOITED,
    'early warning to the CSIRT and ENISA',
    { unit: 'hours', count: cra.earlyWarningHours },
    cra.appliesFrom,
  ),
  clock(
    'cra-notification',
    'CRA',
    'cra.reporting',
    EXPLOITED,
    'vulnerability notification',
    { unit: 'hours', count: cra.notificationHours },
    cra.appliesFrom,
  ),
  clock(
    'cra-final-report',
    'CRA',
    'cra.reporting',
    'availability of the fix',
    'final report',
    { unit: 'days', count: cra.finalReportDaysAfterFix },
    cra.appliesFrom,
  ),
  clock(
    'dora-initial',
    'DORA',
    'dora.notice',
    'classification of an ICT incident as major',
    'initial notification to the competent authority',
    { unit: 'hours', count: dora.initialHoursAfterClassification },
  ),
  clock(
    'dora-initial-latest',
    'DORA',
    'dora.notice',
    'awareness of a major ICT incident',
    'initial notification, whenever it is classified',
    { unit: 'hours', count: dora.initialHoursAfterAwareness },
  ),
  clock('dora-intermediate', 'DORA', 'dora.notice', 'notification sent', 'intermediate report', {
    unit: 'disputed',
    why: `sources disagree on what the ${dora.intermediateHours} hours count from`,
  }),
  clock('sec-8k', 'SEC', 'sec.8k.105', 'determination that the incident is material', 'Form 8-K, Item 1.05', {
    unit: 'business days',
    count: REGULATORY['sec.8k.105'].value,
  }),
  clock(
    'hipaa-individuals',
    'HIPAA',
    'hipaa.notice',
    'discovery of a breach of health information',
    'notice to individuals; to the department and the media where 500 or more are affected',
    { unit: 'days', count: REGULATORY['hipaa.notice'].value },
  ),
]
