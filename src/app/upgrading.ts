import { EXIT } from '../core/gate/verdict.ts'
import { problem } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { upgradedText } from '../writers/terminal/keeping.ts'
import { type Answer, print, refusal } from './answer.ts'
import { notary } from './notary.ts'
import { placeOf } from './place.ts'
import type { Ports } from './ports.ts'
import { upgradeStore } from './upgrade.ts'

export interface UpgradeRequest {
  readonly data?: string
  /** The programs of the PostgreSQL that the store is of. */
  readonly from?: string
  readonly json: boolean
  readonly version: string
}

/** `holdpoint upgrade`: the store of a data folder, carried over to the PostgreSQL of this program; log, name and all. */
export async function upgrade({ data, from, json, version }: UpgradeRequest, ports: Ports): Promise<Answer> {
  const place = placeOf(data === undefined ? {} : { data }, ports.stores.words, 'serve')
  if (!place.ok) return refusal([place.problem], ports)
  if ('url' in place.value) return refusal([NOT_OURS], ports)
  const { folder, keys, binaries } = place.value
  const opened = await ports.stores.upgrade({
    folder,
    ...(keys !== undefined && { keys }),
    ...(binaries !== undefined && { binaries }),
    ...(from !== undefined && { oldBinaries: from }),
  })
  if (!opened.ok) return refusal([opened.problem], ports)
  const upgrading = opened.value
  const say = (done: object, text: string) =>
    print(json ? `${jsonText({ schema: 'holdpoint/upgraded/v1', ...done })}\n` : text, ports)
  if (upgrading === undefined)
    return say({ done: false }, 'The store is of the PostgreSQL that this program brings: nothing is left to do.\n')
  try {
    const { crypto } = ports
    const signed = await notary({ ...upgrading, crypto }).sign()
    if (!signed.ok) return refusal([signed.problem], ports, EXIT.refused)
    const carried = await upgradeStore(upgrading.backup, {
      ...upgrading,
      ...(await ports.keeping()),
      crypto,
      program: version,
    })
    if (!carried.ok) return refusal([carried.problem], ports, EXIT.refused)
    const swapped = await upgrading.swap()
    if (!swapped.ok) return refusal([swapped.problem], ports)
    const { from: old, to, backup } = upgrading
    const { origin, size } = carried.value
    const done = { done: true, from: old, to, origin, entries: size, backup, old: swapped.value }
    return say(done, upgradedText(done, ports.terminal.style))
  } finally {
    await upgrading.close()
  }
}

const NOT_OURS = problem(
  'usage/not-embedded',
  'DATABASE_URL names a PostgreSQL of yours; Holdpoint upgrades only its own.',
  'Upgrade yours by its own means, or name a data folder: --data DIR.',
)
