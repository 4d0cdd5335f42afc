import type { Json } from '../../scan/shape.ts'
import { list, text, unique } from '../fields.ts'
import type { Package } from './package.ts'

/** The parts of a record that are about this package: a record may name packages of several ecosystems. */
export function affectedOf(vulnerability: Json, { component, ecosystem }: Package): readonly Json[] {
  const all = list(vulnerability, 'affected')
  const ours = all.filter(
    (part) =>
      text(part, 'package', 'name') === component.name && base(text(part, 'package', 'ecosystem')) === base(ecosystem),
  )
  return ours.length > 0 ? ours : all.filter((part) => text(part, 'package', 'name') === undefined)
}

/** `Debian:12` and `Debian` are one ecosystem. */
const base = (ecosystem: string | undefined): string | undefined => ecosystem?.split(':', 1)[0]

/** Versions that carry the fix, one for each line of releases; commits where a commit was looked at. */
export const fixedIn = (affected: readonly Json[], { isCommit }: Package): readonly string[] =>
  unique(
    affected
      .flatMap((part) => list(part, 'ranges'))
      .filter((range) => (text(range, 'type') === 'GIT') === isCommit)
      .flatMap((range) => list(range, 'events'))
      .flatMap((event) => text(event, 'fixed') ?? []),
  )
