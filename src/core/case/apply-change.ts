import type { Hold, Made, Placement } from './case.ts'
import { update, type Draft } from './draft.ts'
import { liveFindings } from './proof.ts'
import type { Change, Identities } from './values.ts'

/** What a change does once the second person has made it. */
export function applyChange(draft: Draft, change: Change, made: Made): void {
  switch (change.kind) {
    case 'withdraw':
      return update(draft.holds, change.product, (hold) => endPlacement(hold, change.because))
    case 'narrow':
      return update(draft.holds, change.product, (hold) => narrowed(hold, change.environments, change.identities))
    case 'lower':
      draft.assessments.push({ ...made, view: change.view, learned: change.learned })
      draft.inputs = made.n
      return
    case 'dismiss':
      update(draft.findings, change.finding, { dismissed: true })
      draft.inputs = made.n
      return
    case 'unaffected':
      return update(draft.holds, change.product, (hold) => ({
        unaffected: [...hold.unaffected, change.build],
      }))
    case 'link':
      return update(draft.holds, change.product, (hold) => ({
        links: [...hold.links, [change.before, change.after] as const],
      }))
    case 'let_fix_through': {
      const findings = liveFindings(draft).map(({ finding }) => finding)
      return update(draft.holds, change.product, (hold) => ({
        letThrough: [...hold.letThrough, { build: change.build, findings }],
      }))
    }
  }
}

/**
 * Ends the placement in force. Only `cancelled` keeps what it named as affected: every other end says that it was a mistake,
 * and what stood before the placement stands again.
 */
export function endPlacement(hold: Hold, ended: NonNullable<Placement['ended']>): Hold {
  const index = hold.placements.findLastIndex((placement) => placement.ended === undefined)
  const placement = hold.placements[index]
  if (!placement) return hold
  return {
    ...hold,
    placements: hold.placements.with(index, { ...placement, ended }) as unknown as Hold['placements'],
    affected: ended === 'cancelled' ? hold.affected : hold.affected.filter(({ n }) => n < placement.n),
  }
}

function narrowed(hold: Hold, environments: readonly string[], identities: Identities): Hold {
  const without = <T>(all: readonly T[], gone: readonly T[]) => all.filter((one) => !gone.includes(one))
  return {
    ...hold,
    environments: new Set([...hold.environments].filter((environment) => !environments.includes(environment))),
    affected: hold.affected.map(({ n, digests, commits, versions }) => ({
      n,
      digests: without(digests, identities.digests),
      commits: without(commits, identities.commits),
      versions: without(versions, identities.versions),
    })),
  }
}
