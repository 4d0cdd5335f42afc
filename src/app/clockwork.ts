import type { Desk } from './handle/handle.ts'
import type { Agenda } from './ports/agenda.ts'
import type { DueRow } from './ports/ledger.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { dueKey } from '../core/case/due.ts'
import { type Actor, type Uuid, uuidv7 } from '../core/ids.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import type { Crypto } from './ports.ts'

/** Who acts where nobody does. It decides nothing: it calls people. */
export const CLOCK = 'holdpoint' as Actor

const AT_ONCE = 500

/**
 * Tells everything that is due by now, each once: its command has an id of its own, made from what is due, so a restart or another node that
 * tells it too says the same thing twice, and the log has it once.
 *
 * @returns how many things there were
 */
export async function tick({
  agenda,
  desk,
  crypto,
}: {
  agenda: Agenda
  desk: Desk
  crypto: Crypto
}): Promise<Result<number, readonly Problem[]>> {
  const due = await agenda.due(AT_ONCE)
  if (!due.ok) return { ok: false, problem: [due.problem] }
  const answers = await Promise.all(
    due.value.map((row) => {
      const { case: on, what, hold, about, at } = row
      const wish = { type: 'come_due', what, due: at, ...(hold && { hold }), ...(about && { about }) } as const
      return desk.handle({ id: idOf(row, crypto), by: CLOCK, on, wish, openings: [] })
    }),
  )
  const problems = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]))
  return problems.length > 0 ? { ok: false, problem: problems } : ok(answers.length)
}

const idOf = (row: DueRow, { sha256 }: Crypto): Uuid =>
  uuidv7(row.at, sha256(encodeUtf8(`${row.case} ${dueKey(row)}`)!).subarray(0, 10))
