import type { Instant } from '../instant.ts'

/** Dated facts from outside, imported from files: nothing is fetched. Absent where none was imported. */
export interface Feeds {
  readonly epss?: EpssFeed
  readonly kev?: KevFeed
}

/** FIRST EPSS: the probability that anybody tries to exploit a CVE anywhere within 30 days. It is no picture of our risk. */
export interface EpssFeed {
  readonly modelVersion: string
  readonly scoreDate: Instant
  of(cve: string): { readonly probability: number; readonly percentile: number } | undefined
}

/** CISA's catalogue of vulnerabilities known to be exploited. */
export interface KevFeed {
  readonly catalogVersion: string
  readonly releasedAt: Instant
  lists(cve: string): boolean
}

/** Of the worst of these advisories; undefined where none is scored. */
export function epssOf({ epss }: Feeds, advisories: readonly string[]): number | undefined {
  let worst: number | undefined
  for (const advisory of advisories) {
    const probability = epss?.of(advisory)?.probability
    if (probability !== undefined && (worst === undefined || probability > worst)) worst = probability
  }
  return worst
}

export const inKev = ({ kev }: Feeds, advisories: readonly string[]): boolean =>
  kev !== undefined && advisories.some((advisory) => kev.lists(advisory))
