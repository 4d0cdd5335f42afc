import { isMissing } from '../fact.ts'
import { joined, type Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { Spans } from '../tree.ts'

/** What documents say of dates: the one to promise with its range, the least it takes, what decides it. */

/** The revised date; where no plan can say it, the one that was given; else that there is none. */
export function revised({ work }: Facts, { say, lean }: Composer): Spans {
  if (work.allDone) return say('date.done')
  const { outlook, promised } = work
  if (!outlook) return say('date.given', { date: promised })
  const { likely, safe, late, promise } = outlook
  return joined(
    say('date.outlook', { likely, safe, late }),
    promise && !isMissing(promised) ? say(`date.promise-${promise}`, { promised }) : [],
    work.noHours ? lean(work.noHours) : [],
  )
}

/** What is the least that it takes, and how likely is that? */
export const least = ({ work: { outlook } }: Facts, { say }: Composer): Spans =>
  outlook
    ? say('date.minimum', { hours: outlook.minimum.hours, at: outlook.minimum.at, chance: outlook.minimum.chance })
    : []

export const decisive = ({ work: { outlook } }: Facts, { say }: Composer): Spans =>
  outlook?.critical ? say('date.critical', { owners: outlook.critical }) : []

/** What the dates count on beside the estimates. */
export function grounds({ work: { outlook } }: Facts, { say }: Composer): Spans {
  if (!outlook) return []
  const { factor, by } = outlook.overrun
  return joined(
    factor === undefined
      ? say('date.overrun-history')
      : by === undefined
        ? say('date.overrun-default', { factor })
        : say('date.overrun-judgement', { factor, by }),
    outlook.waitsFor ? say('date.unagreed', { owners: outlook.waitsFor }) : [],
  )
}
