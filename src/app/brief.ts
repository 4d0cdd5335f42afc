import { type Answer, refusal } from './answer.ts'
import { printDocument, type DocumentRequest, unknown } from './document.ts'
import type { Ports } from './ports.ts'

export interface BriefRequest extends Omit<DocumentRequest, 'kind'> {
  /** For whom. */
  readonly audience?: string
  readonly script: boolean
  /** Who speaks the script. */
  readonly role?: string
  readonly answers: boolean
  readonly missing: boolean
}

const AUDIENCES = ['executive', 'product', 'engineering', 'release']
const ROLES = ['analyst', 'manager', 'cloud']

/** `holdpoint brief`: the case in the words of those who read it. */
export function brief(
  { audience, script, role, answers, missing, ...rest }: BriefRequest,
  ports: Ports,
): Promise<Answer> {
  const print = (kind: string) => printDocument({ ...rest, kind }, ports)
  if (missing) return print('missing')
  if (answers) return print('answers')
  if (script) {
    const speaker = role ?? 'analyst'
    return ROLES.includes(speaker)
      ? print(`script-${speaker}`)
      : Promise.resolve(refusal([unknown('role', speaker, ROLES)], ports))
  }
  const kind = audience ?? 'executive'
  return AUDIENCES.includes(kind)
    ? print(kind)
    : Promise.resolve(refusal([unknown('audience', kind, AUDIENCES)], ports))
}
