import type { Actor } from '../../core/ids.ts'
import { stepOfCode } from '../../core/people/totp.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { limited } from './limits.ts'
import type { SignInPorts } from './ports.ts'
import { copied, digestOf, spelled } from './secret.ts'

type Ports = Pick<SignInPorts, 'accounts' | 'crypto' | 'clock' | 'hmac' | 'chance'>

const TRIES = 5
const RECOVERY_CODES = 10
const RECOVERY_LETTERS = 16 // 76 bits: hashed once, they are still not found

/** Checks a code of somebody's second factor, or one of their recovery codes; each opens once. */
export async function checkCode(person: Actor, code: string, ports: Ports): Promise<Result<void>> {
  const may = await limited([{ about: `code ${person}`, tries: TRIES }], ports)
  if (!may.ok) return may
  const fits = await isRight(person, code, ports)
  if (!fits.ok) return fits
  if (!fits.value) return WRONG_CODE
  await may.value.forgive()
  return ok(undefined)
}

async function isRight(person: Actor, code: string, ports: Ports): Promise<Result<boolean>> {
  const { accounts, clock, hmac } = ports
  const plain = copied(code)
  if (plain.length === RECOVERY_LETTERS) return accounts.spendRecovery(person, recoveryDigest(person, plain, ports))
  const factor = await accounts.factor(person)
  if (!factor.ok) return factor
  const step = factor.value && stepOfCode(factor.value, plain, clock.now(), hmac)
  return step === undefined ? ok(false) : accounts.spendStep(person, step)
}

/** New ones: as they are shown once, and as they are kept. */
export function newRecoveryCodes(
  person: Actor,
  ports: Ports,
): { shown: readonly string[]; kept: readonly Uint8Array[] } {
  const shown = Array.from({ length: RECOVERY_CODES }, () => spelled(RECOVERY_LETTERS, ports))
  return { shown, kept: shown.map((code) => recoveryDigest(person, copied(code), ports)) }
}
const recoveryDigest = (person: Actor, plain: string, ports: Ports) => digestOf(`recovery ${person} ${plain}`, ports)

const WRONG_CODE = refuse(
  'sign-in/wrong-code',
  'This code does not fit, or was used.',
  'Take the one that your authenticator shows now, or a recovery code: sixteen letters and digits.',
)
