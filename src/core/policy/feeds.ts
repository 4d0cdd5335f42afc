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
  /** Absent where the catalogue came as CSV, which does not say. */
  readonly catalogVersion?: string
  /** In a CSV: of its newest entry, which may be days before its release and is never after it. */
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

/** A feed by name, version and date: shown wherever it is used. */
export interface FeedFact {
  readonly name: 'epss' | 'kev'
  readonly version?: string
  readonly dated: Instant
}

export const feedFacts = ({ epss, kev }: Feeds): readonly FeedFact[] => [
  ...(epss ? [{ name: 'epss', version: epss.modelVersion, dated: epss.scoreDate } as const] : []),
  ...(kev ? [{ name: 'kev', dated: kev.releasedAt, ...version(kev) } as const] : []),
]

const version = ({ catalogVersion }: KevFeed) => catalogVersion !== undefined && { version: catalogVersion }

/**
 * A CVE id as a number, in the order of years and numbers; undefined for anything else. Its number has at most eleven digits
 * (seven are in use), so that the whole is exact in a double.
 *
 * @source CVE Program, CVE ID syntax: four digits at least, no leading zeros beyond them
 */
export function cveKey(id: string): number | undefined {
  const [, year, number] = CVE.exec(id) ?? []
  return year === undefined ? undefined : Number(year) * 1e11 + Number(number)
}

const CVE = /^CVE-(\d{4})-(\d{4}|[1-9]\d{4,10})$/i
