import { type EnvelopeJson, envelopeText, MAX_ENVELOPE_BYTES, readEnvelope, seal } from '../core/decision/envelope.ts'
import { MAX_REASON, OVERRIDE, overrideJson, type SignedOverride } from '../core/decision/override.ts'
import { statementBytes } from '../core/decision/statement.ts'
import { type Actor, parseHoldId, uuidv7 } from '../core/ids.ts'
import { addMillis, HOUR } from '../core/instant.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { type Reconciled, reconciledText, usedText } from '../writers/terminal/override.ts'
import { type Answer, deliver, print, refusal } from './answer.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { exitOf, type Heard, unheard } from './remote.ts'
import { readSealedKey, type SealedKey, type Secret } from './sealed-key.ts'

export interface UseRequest extends Omit<QuestionWords, 'at'> {
  /** The sealed key. */
  readonly file: string
  readonly reason: string
  readonly hours: number
  /** The hold that it goes against, where one is known. */
  readonly hold?: string
  /** Which two of its holders are here; both, where there are no others. */
  readonly holders: readonly string[]
  readonly output?: string
}

/** `holdpoint override use`: two holders of a sealed key let one artifact into one environment, for hours, with no server to ask. */
export async function useOverride(request: UseRequest, ports: Ports): Promise<Answer> {
  const text = ports.files.text(request.file, MAX_ENVELOPE_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const sealed = readSealedKey(text.value, await ports.locksmith())
  if (!sealed.ok) return refusal([{ ...sealed.problem, at: { file: request.file } }], ports)
  const wanted = overrideOf(request, sealed.value, ports)
  if (!wanted.ok) return refusal([wanted.problem], ports)
  const pair = await askTwo(wanted.value.people, ports)
  if (!pair.ok) return refusal([pair.problem], ports, EXIT.refused)
  const signer = await sealed.value.open(pair.value)
  if (!signer.ok) return refusal([signer.problem], ports, EXIT.refused)
  const payload = statementBytes(wanted.value.release, OVERRIDE, overrideJson(wanted.value))
  if (!payload.ok) return refusal([payload.problem], ports)
  const signed = envelopeText(seal(payload.value, signer.value))
  const { output } = request
  if (output === undefined || output === '-') return print(signed, ports)
  const shown = usedText({ ...wanted.value, file: output }, ports.terminal.style)
  return deliver(
    [
      { to: { file: output }, text: signed },
      { to: '-', text: shown },
    ],
    EXIT.clear,
    ports,
  )
}

/** What it would say; refused here where nobody would honour it. */
function overrideOf(
  { holders, hold, reason, hours, ...words }: UseRequest,
  { key, holders: all }: SealedKey,
  ports: Ports,
): Result<Omit<SignedOverride, 'schema'>> {
  const question = questionOf(words, ports.clock.now())
  if (!question.ok) return question
  const { now, ...release } = question.value
  if (release.digests.length !== 1) return ONE_DIGEST
  if (!key.products.includes(release.product)) return OTHER_PRODUCT(release.product, key.products)
  if (hours <= 0 || hours > key.max_hours) return TOO_LONG(hours, key.max_hours)
  if (now >= key.until) return OVER(key.until)
  if (reason.trim() === '' || reason.length > MAX_REASON) return NO_REASON
  const people = (holders.length === 0 && all.length === 2 ? all : holders) as readonly Actor[]
  if (people.length !== 2) return WHICH_TWO(all)
  const against = hold === undefined ? ok(undefined) : parseHoldId(hold)
  if (!against.ok) return against
  if (against.value && !against.value.endsWith(`/${release.product}`)) return OTHER_HOLD(against.value, release.product)
  return ok({
    use: uuidv7(now, ports.chance.bytes(10)),
    key: key.name,
    people,
    ...(against.value && { hold: against.value }),
    release,
    from: now,
    until: addMillis(now, hours * HOUR),
    reason,
  })
}

async function askTwo(people: readonly Actor[], { terminal }: Ports): Promise<Result<readonly [Secret, Secret]>> {
  const secrets: Secret[] = []
  for (const holder of people) {
    const passphrase = await terminal.secret(`Passphrase of ${holder}: `)
    if (passphrase === undefined) return NOBODY
    secrets.push({ holder, passphrase })
  }
  return ok(secrets as unknown as readonly [Secret, Secret])
}

/** A file to be reconciled, as the server is to have it. */
export function overrideFile(file: string, ports: Ports): EnvelopeJson | Answer {
  const text = ports.files.text(file, MAX_ENVELOPE_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  const envelope = readEnvelope(text.value)
  if (!envelope.ok) return refusal([{ at: { file }, ...envelope.problem }], ports, EXIT.refused)
  return JSON.parse(text.value) as EnvelopeJson
}

/** `holdpoint override reconcile`: exit 5 where it was recorded, and went beyond what its key may do. */
export function heardReconciled(heard: Heard<Reconciled>, json: boolean, ports: Ports): Answer {
  if (!heard.ok) return unheard(heard, ports, exitOf(heard.status))
  const text = json ? `${jsonText(heard.value, 2)}\n` : reconciledText(heard.value, ports.terminal.style)
  return print(text, ports, heard.value.breaches.length > 0 ? EXIT.refused : EXIT.clear)
}

const ONE_DIGEST = refuse(
  'override/one-digest',
  'An override is for one artifact.',
  'Name it, and no other: --digest sha256:…',
)
const OTHER_PRODUCT = (product: string, products: readonly string[]) =>
  refuse('override/other-product', `This key is not for ${product}.`, `It is for: ${products.join(', ')}.`)
const TOO_LONG = (hours: number, most: number) =>
  refuse('override/too-long', `${hours} hours are not within ${most}.`, 'Ask for less; use it again if need be.')
const OVER = (until: string) => refuse('override/key-over', `This key ended at ${until}.`, 'Make another one.')
const NO_REASON = refuse(
  'override/no-reason',
  'Nothing says why.',
  `Say it in up to ${MAX_REASON} characters: --reason "…". It will be reviewed.`,
)
const WHICH_TWO = (all: readonly string[]) =>
  refuse(
    'override/which-two',
    'It takes two of its holders.',
    `Name them: --holder … --holder …, of ${all.join(', ')}.`,
  )
const OTHER_HOLD = (hold: string, product: string) =>
  refuse('override/other-hold', `${hold} is no hold on ${product}.`, 'Name the hold as the gate did: HP-7/payments.')
const NOBODY = refuse('override/no-passphrase', 'A passphrase is missing.', 'Each of the two holders types their own.')
