import type { Component, Key } from '../core/finding/finding.ts'
import { unique } from './fields.ts'
import { decoded } from './purl.ts'

// Ids of public advisories that stand out from any text. Each alternative starts with its own letters and is bounded in length.
const ADVISORY =
  /(?<![A-Za-z0-9])(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:PYSEC|RUSTSEC|GO|OSV|MAL|BIT|HSEC|RSEC|DSA|DLA)-\d{1,6}-\d{1,9}|(?:RHSA|ELSA|ALSA|RLSA)-\d{4}[:-]\d{1,9}|USN-\d{1,6}-\d{1,4}|SNYK-[A-Z]{1,20}-[A-Z0-9]{1,64}-\d{1,12})(?![A-Za-z0-9])/gi

/** The advisory ids (CVE, GHSA, OSV and kin) that stand in a text, in their order and usual spelling. */
export const advisoriesIn = (text: string): readonly string[] =>
  unique((text.slice(0, 4096).match(ADVISORY) ?? []).map(spelled))

const spelled = (id: string): string => (/^ghsa/i.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id.toUpperCase())

/** The CWE numbers that stand in a text: `CWE-89`, `cwe:089`, `external/cwe/cwe-89`. */
export const cwesIn = (text: string): readonly number[] =>
  unique(
    [...text.slice(0, 4096).matchAll(/(?<![A-Za-z0-9])cwe[-:_ ]?(\d{1,6})(?!\d)/gi)].map((match) => Number(match[1])),
  )

/**
 * The same flaw in the same component, whichever tool says so: one key for each id of the flaw at this version,
 * then one for the preferred id at any version. A purl's qualifiers (architecture, distribution) name no other component,
 * and tools differ in what they percent-encode.
 */
export function advisoryKeys(advisories: readonly string[], { name, version, purl }: Component): readonly Key[] {
  const base = purl?.replace(/[?#].*$/s, '')
  const versioned = base === undefined ? [name, version].filter(Boolean).join('@') : decoded(base)
  const versionless = base === undefined ? name : decoded(base.replace(/@[^@/]*$/, ''))
  const key = (id: string, component: string): Key => ({ basis: 'advisory', parts: [id, component] })
  return [
    ...advisories.map((id) => key(id, versioned)),
    ...(versionless === versioned ? [] : advisories.slice(0, 1).map((id) => key(id, versionless))),
  ]
}
