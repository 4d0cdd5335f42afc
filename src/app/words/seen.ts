import type { ShownCase, ShownFacets } from '../../writers/terminal/remote.ts'

/** A case as a server shows it, as far as commands look at it. */
export interface SeenCase extends ShownCase {
  readonly holds: readonly (ShownCase['holds'][number] & { readonly product: string })[]
  readonly next: readonly SeenStep[]
  /** Absent for whoever may not read words. */
  readonly facets?: SeenFacets | undefined
}

export interface SeenStep {
  readonly wish: string
  readonly product?: string | undefined
  readonly about?: number | undefined
  readonly who: readonly string[]
  readonly roles: readonly string[]
  readonly why: string
}

export interface SeenFacets {
  readonly title: string | null
  readonly review?: { readonly closed: boolean } | undefined
  readonly holds: readonly SeenHold[]
  readonly evidence: readonly string[]
  readonly assessments: readonly { readonly view: SeenView }[]
  readonly deliveries: ShownFacets['deliveries']
  readonly alarms: ShownFacets['alarms']
  readonly findings: readonly SeenFinding[]
  readonly candidates: readonly SeenCandidate[]
  readonly proofs: readonly { readonly candidate: number; readonly proof: Readonly<Record<string, unknown>> }[]
  readonly lifts: readonly { readonly candidate: number }[]
  readonly objections: readonly (Numbered & {
    readonly who: string
    readonly kind: string
    readonly answer?: unknown
    readonly outcome?: string | undefined
  })[]
  readonly containments: readonly (Numbered & { readonly kind: string; readonly state: string })[]
  readonly acceptances: readonly (Numbered & {
    readonly by: string
    readonly outcome: string
    readonly until: string
    readonly approved_by: readonly string[]
  })[]
  readonly overrides: readonly (Numbered & {
    readonly digest: string
    readonly until: string
    readonly ended_at?: string | undefined
    readonly reviewed: boolean
  })[]
  readonly changes: readonly (Numbered & {
    readonly by: string
    readonly outcome: string
    readonly change: { readonly kind: string }
  })[]
  readonly plans: readonly (Numbered & { readonly by: string })[]
  readonly follow_ups: readonly (Numbered & { readonly due: string; readonly held: boolean })[]
  readonly actions: readonly (Numbered & { readonly owner: string; readonly due: string; readonly finished: boolean })[]
}

interface Numbered {
  readonly n: number
}

export interface SeenCandidate extends Numbered {
  readonly product: string
  readonly build: {
    readonly version?: string | undefined
    readonly commit?: string | undefined
    readonly digests: readonly string[]
  }
}

export interface SeenFinding {
  readonly finding: string
  readonly severity: string
  readonly title: string | null
  readonly tool?: string | undefined
  readonly dismissed: boolean
}

export interface SeenView {
  readonly severity: string
  readonly vector?: string | undefined
  readonly exploited: boolean
  readonly in_production: boolean
}

interface SeenHold {
  readonly product: string
  readonly affected: readonly {
    readonly digests: readonly string[]
    readonly commits: readonly string[]
    readonly versions: readonly string[]
  }[]
}
