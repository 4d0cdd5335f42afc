import { type Answer, refusal } from '../answer.ts'
import { heardCase } from '../remote.ts'
import type { Asking } from './on-case.ts'
import { parseReference } from './reference.ts'

/** `holdpoint show HP-7`; whoever names one hold of it is shown the case. */
export async function showCase(given: string, { server, ports, json }: Asking): Promise<Answer> {
  const reference = parseReference(given)
  if (!reference.ok) return refusal([reference.problem], ports)
  return heardCase(await server.see(reference.value.id), json, ports)
}
