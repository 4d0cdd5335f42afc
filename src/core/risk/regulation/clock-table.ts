import { REGULATORY } from '../facts/regulatory.ts'
import type { Applies } from './applies.ts'
import type { Regime, RegulatoryFact } from './exposure.ts'

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

/** A row of the table. */
export type Clock = Omit<ClockProposal, 'applies' | 'because'> & { readonly from?: string }

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

export const CLOCKS: readonly Clock[] = [
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
