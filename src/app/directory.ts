import { rolesOf } from '../core/people/decide.ts'
import { decodePeopleEvent, evolvePeople, NOBODY, type People, PEOPLE } from '../core/people/people.ts'
import { toHex } from '../core/log/base.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, type Result } from '../core/problem.ts'
import { logTime } from './log-time.ts'
import type { Clock, Crypto } from './ports.ts'
import type { Ledger } from './ports/ledger.ts'
import type { Principal, Recognise } from './ports/principal.ts'
import { shared } from './shared.ts'

/** Who is who, as this process knows it: as of its last refresh. Tokens are recognised from memory. */
export interface Directory {
  readonly recognise: Recognise
  readonly people: () => People
  /** Reads what was appended since; another node's revocation counts from here on. */
  refresh(): Promise<Result<void>>
}

export function directory({ ledger, crypto, clock }: { ledger: Ledger; crypto: Crypto; clock: Clock }): Directory {
  let people = NOBODY
  let log = 0
  let size = 0
  let tokens: ReadonlyMap<string, string> = new Map()
  const time = logTime()
  let seen = clock.now()

  return {
    people: () => people,
    // One at a time: what is older must not be met after what is newer.
    refresh: shared(async () => {
      const head = await ledger.head()
      if (!head.ok) return head
      seen = time(head.value)
      if (head.value.log === log && head.value.size === size) return ok(undefined)
      const entries = await ledger.stream(PEOPLE, head.value.log === log ? people.n : 0)
      if (!entries.ok) return entries
      if (head.value.log !== log) people = NOBODY
      for (const bytes of entries.value) {
        const entry = decodeEntry(bytes)
        const event = entry.ok ? decodePeopleEvent(entry.value, { file: PEOPLE }) : entry
        if (!event.ok) return event
        people = evolvePeople(people, event.value)
      }
      ;({ log, size } = head.value)
      tokens = new Map([...people.tokens].map(([name, { digest }]) => [digest, name]))
      return ok(undefined)
    }),
    recognise(secret) {
      const token = people.tokens.get(tokens.get(digestOfSecret(secret, crypto)) ?? '')
      const now = clock.now() > seen ? clock.now() : seen // whichever clock is late, what is over stays over
      if (!token || token.revoked || token.until <= now) return undefined
      const { person, products } = token
      return { actor: person, roles: rolesOf(people, person, now), ...(products && { products }) } satisfies Principal
    },
  }
}

export const digestOfSecret = (secret: string, { sha256 }: Crypto): string =>
  `sha256:${toHex(sha256(encodeUtf8(secret) ?? new Uint8Array(0)))}`
