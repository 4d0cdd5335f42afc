import { addMillis, DAY, HOUR, type Instant, instantFromMillis, millisOf } from '../../instant.ts'
import type { Actor } from '../../ids.ts'
import { refuse, ok, unreachable, type Result } from '../../problem.ts'
import type { Profile } from '../profile.ts'
import type { Applies } from './applies.ts'
import { CLOCKS, type Clock, type ClockProposal, type Trigger } from './clock-table.ts'
import { RULES } from './exposure.ts'

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
      return addMillis(at, count * DAY)
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
  const days = Math.round((first(month + 1) - first(month)) / DAY)
  return instantFromMillis(first(month) + (Math.min(Number(at.slice(8, 10)), days) - 1) * DAY)
}

const four = (n: number) => String(n).padStart(4, '0')
const two = (n: number) => String(n).padStart(2, '0')

function appliesOn({ regime, from }: Clock, profile: Profile, today: string): Applies {
  const answer = RULES.find((rule) => rule.regime === regime)!.applies(profile, today)
  return from !== undefined && today < from && answer.applies !== 'no'
    ? { applies: 'no', because: `The duty begins on ${from}.` }
    : answer
}
