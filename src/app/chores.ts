import { addMillis, DAY, HOUR, MINUTE } from '../core/instant.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { tick } from './clockwork.ts'
import { dropUntold } from './courier.ts'
import { tellDeadEnds } from './dead-ends.ts'
import { deliveryWatch } from './deliveries.ts'
import type { Directory } from './directory.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import type { Desk } from './handle/handle.ts'
import type { Looks } from './looks.ts'
import { notary } from './notary.ts'
import type { Ports } from './ports.ts'
import type { Store } from './ports/store.ts'
import type { JudgeAgain } from './record/judge-again.ts'
import { regularly } from './regularly.ts'
import type { Sessions } from './sign-in/sessions.ts'
import { unattached } from './unattached.ts'

const SIGN_MS = 1_000
/** After so long a token or session that another process ended opens nothing any more. */
const REFRESH_MS = 1_000
const TICK_MS = 15_000
const DEAD_ENDS_MS = 60_000
const FLUSH_MS = 1_000
const JUDGE_MS = 1_000
/** How soon a case hears that something affected runs somewhere. */
const WATCH_MS = 2_000
const FORGET_MS = HOUR
const SWEEP_MS = 10 * MINUTE
/** Answers at deploy time are kept for so long. */
const KEEP_ANSWERS_DAYS = 400

export interface Charge {
  readonly store: Store
  readonly desk: Desk
  readonly gatekeeper: Gatekeeper
  readonly directory: Directory
  readonly looks: Looks
  readonly sessions: Sessions
  readonly again: JudgeAgain
  /** How long it is kept who looked at what. */
  readonly lookDays: number
}

/** What a server does by itself, as long as it runs: signs, refreshes, tells what is due, forgets. */
export function doRegularly(
  { store, desk, gatekeeper, directory, looks, sessions, again, lookDays }: Charge,
  ports: Pick<Ports, 'clock' | 'crypto' | 'terminal'>,
) {
  const { ledger, agenda, outbox, keys } = store
  const { clock, crypto } = ports
  const complain = complaints(ports)
  const watch = deliveryWatch({ gatekeeper, deliveries: store.deliveries, desk, crypto })
  const dropUnattached = unattached(store.evidence)
  const sign = signs(notary({ ledger, keys, crypto }), gatekeeper)
  const loops = [
    regularly(SIGN_MS, async () => complain('log', await sign())),
    regularly(REFRESH_MS, async () => complain('people', await directory.refresh())),
    regularly(REFRESH_MS, async () => complain('sessions', await sessions.refresh())),
    regularly(SWEEP_MS, async () => complain('sessions swept', await store.accounts.sweep())),
    regularly(FLUSH_MS, async () => complain('looks', await looks.flush())),
    regularly(JUDGE_MS, async () => complain('evidence', await again.work())),
    regularly(TICK_MS, async () => {
      complain('looks erased', await store.looks.erase(lookDays))
      const told = await tick({ agenda, desk, crypto })
      complain('clock', told.ok ? told : { ok: false, problem: told.problem[0]! })
    }),
    regularly(DEAD_ENDS_MS, async () => {
      const head = await gatekeeper.look()
      if (!head.ok) return
      const { rules } = gatekeeper.under()
      const told = tellDeadEnds({ cases: gatekeeper.allCases(), rules, now: head.value.now, desk, crypto })
      complain('dead-ends', await told)
    }),
    regularly(TICK_MS, async () => complain('outbox', await dropUntold(outbox))),
    regularly(WATCH_MS, async () => complain('deliveries', await watch())),
    regularly(FORGET_MS, async () => {
      complain('answers', await store.answers.forget(addMillis(clock.now(), -KEEP_ANSWERS_DAYS * DAY)))
      complain('uploads', await dropUnattached())
    }),
  ]
  return {
    stop: () => Promise.all(loops.map((loop) => loop.stop())),
    /** What is still to be written down once nobody asks any more. */
    async last(): Promise<void> {
      complain('looks', await looks.flush())
      complain('log', await sign())
    },
  }
}

/** Signs the log where it has grown since. */
function signs(by: ReturnType<typeof notary>, { look }: Pick<Gatekeeper, 'look'>) {
  let signed: number | undefined
  return async (): Promise<Result<void>> => {
    const head = await look()
    if (!head.ok) return head
    if (head.value.size === signed) return ok(undefined)
    const note = await by.sign()
    if (!note.ok) return note
    signed = head.value.size // it may be further on by now: then it is signed once more
    return ok(undefined)
  }
}

/** Says a trouble once, and once more when it is over. */
function complaints({ terminal }: Pick<Ports, 'terminal'>) {
  const told = new Map<string, string>()
  return (what: string, result: Result<unknown>): void => {
    const before = told.get(what)
    const now = result.ok ? undefined : result.problem.code
    if (before === now) return
    if (result.ok) told.delete(what)
    else told.set(what, result.problem.code)
    terminal.say(result.ok ? `${before}: over` : `${said(result.problem)}`)
  }
}

const said = ({ code, message, hint, at }: Problem): string =>
  [`${code} `, ...(at ? [`${at.file}:`] : []), message, ...(hint ? [hint] : [])].join(' ')
