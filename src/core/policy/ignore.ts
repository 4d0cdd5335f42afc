import type { Finding } from '../finding/finding.ts'
import type { Instant } from '../instant.ts'
import { like } from './condition.ts'
import type { IgnoreEntry } from './policy.ts'

/** Does this entry excuse this finding now? All that it names must match; its author must be trusted; at its end it is over. */
export function excusing(
  entry: IgnoreEntry,
  finding: Finding,
  trustedAuthors: readonly string[],
  now: Instant,
): boolean {
  return now < entry.until && trustedAuthors.includes(entry.author) && matches(entry.match, finding)
}

function matches(match: IgnoreEntry['match'], finding: Finding): boolean {
  const { finding: id, advisory, component, rule, file } = match
  const any = (wanted: string | undefined, texts: readonly (string | undefined)[]) =>
    wanted === undefined || texts.some((text) => text !== undefined && like(text, wanted))
  // An entry that names nothing excuses nothing.
  return (
    Object.values(match).some((wanted) => wanted !== undefined) &&
    any(
      id,
      finding.identities.map((identity) => identity.id),
    ) &&
    any(advisory, finding.advisories) &&
    any(component, [finding.component?.name, finding.component?.purl]) &&
    any(rule, [finding.rule?.id]) &&
    any(
      file,
      finding.locations.map((location) => location.file),
    )
  )
}
