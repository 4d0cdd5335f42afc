import type { CvssVersion } from './edition.ts'

/** What a component says that the other versions can say too, in terms of v4.0. */
export interface SharedMeaning {
  /** The metric of v4.0: `PR`. */
  readonly topic: string
  /** The values of v4.0 that it may stand for: one, or those that its version does not tell apart. */
  readonly values: readonly string[]
}

/** `undefined` for what the other versions cannot say, or not in a way that can be compared. */
export function sharedMeaning(version: CvssVersion, component: string): SharedMeaning | undefined {
  return MEANINGS[version].get(component)
}

// Component of the version = metric and possible values of v4.0, where they are not the same.
const V2 = meanings(`
  AV:N  AV:A  AV:L=AV:LP
  Au:N=PR:N  Au:S=PR:LH  Au:M=PR:LH
  C:N=VC:N  C:P=VC:L  C:C=VC:H
  I:N=VI:N  I:P=VI:L  I:C=VI:H
  A:N=VA:N  A:P=VA:L  A:C=VA:H`)
const V3 = meanings(`
  AV:N  AV:A  AV:L  AV:P
  PR:N  PR:L  PR:H
  UI:N  UI:R=UI:PA
  C:N=VC:N  C:L=VC:L  C:H=VC:H
  I:N=VI:N  I:L=VI:L  I:H=VI:H
  A:N=VA:N  A:L=VA:L  A:H=VA:H`)
const V4 = meanings(`
  AV:N  AV:A  AV:L  AV:P
  PR:N  PR:L  PR:H
  UI:N  UI:P  UI:A
  VC:N  VC:L  VC:H
  VI:N  VI:L  VI:H
  VA:N  VA:L  VA:H`)

const MEANINGS = { '2.0': V2, '3.0': V3, '3.1': V3, '4.0': V4 }

function meanings(table: string): ReadonlyMap<string, SharedMeaning> {
  return new Map(
    table
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [component, meaning = component!] = entry.split('=')
        const [topic, values] = meaning.split(':')
        return [component!, { topic: topic!, values: values!.split('') }]
      }),
  )
}
