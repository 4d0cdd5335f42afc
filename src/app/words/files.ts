import { type Answer, refusal } from '../answer.ts'
import { placeOf } from '../document.ts'
import { BESIDE } from '../ports/studies.ts'
import type { Attachment } from './evidence.ts'
import { evidenceOf } from '../case-of-server.ts'
import { unheard } from '../remote.ts'
import { findingsOf } from './findings.ts'
import { type Asking, onCase, type Outcome, refusedFor } from './on-case.ts'
import { parseReference } from './reference.ts'

/** `holdpoint attach`: files become evidence of a case. */
export const attach = (on: string, files: readonly string[], asking: Asking): Promise<Answer> =>
  onCase(
    on,
    asking,
    async ({ id, seen, evidence }): Promise<Outcome> => {
      for (const file of files) {
        const taken = evidence.take(file)
        if (!taken.ok) return refusedFor(taken.problem)
      }
      const fresh = evidence.attachments.filter((one) => !seen.facets?.evidence.includes(one.evidence))
      const attached = await evidence.attach(asking.server, id, seen.facets?.evidence)
      if (!attached.ok) return { unheard: attached }
      const names = fresh.map(({ name, evidence }) => `${name} (${evidence.slice(0, 19)}…)`).join(', ')
      const known = evidence.attachments.filter((one) => !fresh.includes(one))
      const same = known.length > 0 ? ATTACHED_BEFORE(known) : ''
      return {
        entries: fresh.map((_, i) => i + 1),
        what: () => `Attached ${names}. ${same}`.trim(),
        ...(same !== '' && { nothing: `Nothing new: ${same}` }),
      }
    },
    { blind: true },
  )

/** A file is evidence once, whatever it is called: an earlier plan does not become the newest by being attached again. */
function ATTACHED_BEFORE(known: readonly Attachment[]): string {
  const beside = known.some(({ name }) => BESIDE.some((one) => name === one || name.endsWith(`.${one}`)))
  const names = known.map(({ name }) => name).join(', ')
  return `${names} ${known.length === 1 ? 'is' : 'are'} attached already, byte for byte.${
    beside
      ? ' Of several the one attached last counts: to go back to this one, add a comment to it and attach it again.'
      : ''
  }`
}

/** `holdpoint finding`: what a file found, with the file as evidence. */
export const addFindings = (on: string, file: string, asking: Asking): Promise<Answer> =>
  onCase(on, asking, async ({ id, seen, evidence }): Promise<Outcome> => {
    const { server, ports } = asking
    const findings = findingsOf(file, ports)
    if (!findings.ok) return refusedFor(findings.problem)
    const report = evidence.take(file)
    if (!report.ok) return refusedFor(report.problem)
    const attached = await evidence.attach(server, id, seen.facets?.evidence)
    if (!attached.ok) return { unheard: attached }
    const entries: number[] = []
    for (const finding of findings.value) {
      const said = await server.wish(id, 'add_finding', { ...finding, report: report.value })
      if (!said.ok) return { unheard: said }
      entries.push(...said.value.entries)
    }
    const [first] = findings.value
    return {
      entries,
      what: () => `Added ${findings.value.length === 1 ? `"${first!.title}"` : `${findings.value.length} findings`}.`,
    }
  })

/** `holdpoint evidence`: a file of a case, checked against its digest, into a file. */
export async function fetchEvidence(
  on: string,
  digest: string,
  to: string,
  { server, ports }: Omit<Asking, 'json'>,
): Promise<Answer> {
  const reference = parseReference(on)
  if (!reference.ok) return refusal([reference.problem], ports)
  const got = await evidenceOf(reference.value.id, digest, server, ports)
  if (!got.ok) return unheard(got, ports)
  const put = ports.files.put(got.value, placeOf(to))
  return put.ok ? { exit: 0, complaints: [] } : refusal([put.problem], ports)
}
