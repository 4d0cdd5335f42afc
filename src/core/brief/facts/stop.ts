import type { Hold } from '../../case/case.ts'
import { currentPlacement, isLineInForce, standingClearances } from '../../case/hold.ts'
import type { Role } from '../../policy/role.ts'
import { missing, type Fact } from '../fact.ts'
import { derived, entry, moment, name, names, said, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'

/** What is stopped, where, since when, by whom. */
export interface HoldFacts {
  readonly id: Fact
  readonly product: Fact
  readonly environments: Fact
  readonly affected: Fact
  readonly placedAt: Fact
  readonly placedBy: Fact
  readonly reason: Fact
  readonly state: Fact
  readonly is: 'in-force' | 'lifted' | 'ended'
  readonly inForce: boolean
  readonly provisional: boolean
}

const EMPTY: readonly Role[] = ['analyst', 'security-manager']

export function stopFacts(material: Material) {
  const { state } = material
  const { opened, id } = state
  const source = opened ? entry(opened) : derived('rule.case-file')
  const holds = [...state.holds.values()].map((hold) => holdFacts(material, hold))
  const products = [...state.holds.keys()]
  return {
    caseId: name('case.id', id, source),
    codeName: opened ? name('case.name', opened.name, source) : missing('code-name', ...EMPTY),
    title: opened ? said(material, 'case.title', opened.title, source) : missing('title', ...EMPTY),
    openedAt: opened ? moment('case.opened-at', opened.at, source) : missing('opened', ...EMPTY),
    openedBy: opened ? name('case.opened-by', opened.by, source) : missing('opened', ...EMPTY),
    products:
      products.length > 0
        ? names('case.products', products, derived('rule.holds', ...holdEntries(state.holds.values())))
        : missing('hold', ...EMPTY),
    holds,
    anyInForce: holds.some(({ inForce }) => inForce),
    now: moment('now', material.now, derived('rule.asked')),
  }
}

const holdEntries = (holds: Iterable<Hold>) => [...holds].flatMap((hold) => currentPlacement(hold)?.n ?? [])

function holdFacts(material: Material, hold: Hold): HoldFacts {
  const placement = currentPlacement(hold) ?? hold.placements.at(-1)!
  const source = entry(placement)
  const inForce = isLineInForce(material.state, hold)
  const state = stateOf(material, hold, inForce)
  const at = `hold.${hold.product}`
  const versions = hold.affected.flatMap(({ versions }) => versions)
  const others = hold.affected
    .flatMap(({ digests, commits }) => [...digests, ...commits])
    .map((text) => text.slice(0, 19))
  const affected = [...new Set(versions.length > 0 ? versions : others)]
  return {
    id: name(`${at}.id`, hold.id, source),
    product: name(`${at}.product`, hold.product, source),
    environments: names(`${at}.environments`, [...hold.environments], source),
    affected:
      affected.length > 0
        ? names(`${at}.affected`, affected, derived('rule.affected', ...hold.affected.map(({ n }) => n)))
        : missing('affected', 'development-lead', 'release-manager'),
    placedAt: moment(`${at}.placed-at`, placement.at, source),
    placedBy: name(`${at}.placed-by`, placement.by, source),
    reason: said(material, `${at}.reason`, placement.reason, source),
    state: term(`${at}.state`, state, derived('rule.standing', placement.n)),
    is: inForce ? 'in-force' : state === 'hold.lifted' ? 'lifted' : 'ended',
    inForce,
    provisional: placement.provisional,
  }
}

function stateOf({ state }: Material, hold: Hold, inForce: boolean): TermKey {
  const placement = currentPlacement(hold)
  if (inForce) return placement?.provisional ? 'hold.provisional' : 'hold.in-force'
  if (standingClearances(state, hold).length > 0) return 'hold.lifted'
  const ended = placement?.ended ?? hold.placements.at(-1)!.ended
  return ended === 'retracted' ? 'hold.retracted' : 'hold.withdrawn'
}

/** A release as people call it: its version, else the head of its commit or digest. */
export const buildName = (build: { version?: string; commit?: string; digests: readonly string[] }): string =>
  build.version ?? build.commit?.slice(0, 12) ?? build.digests[0]?.slice(0, 19) ?? '?'
