import { type Feeds } from '../../core/policy/feeds.ts'
import type { ReadReport } from '../../core/gate/evidence.ts'
import type { Report } from '../../core/gate/evaluate.ts'
import { type Digest, type Uuid, uuidv7 } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import type { EntryData } from '../../core/log/entry.ts'
import { RECORDED_TYPE, recordedStream } from '../../core/recording/recording.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { loadFeeds } from '../feeds.ts'
import { decideBatch } from '../handle/batch.ts'
import { understood } from '../handle/said.ts'
import type { Handled, Noted } from '../handle/wished.ts'
import { World } from '../handle/world.ts'
import { type Beside, importReport, NO_RULES } from '../inventory.ts'
import type { OpenSource, Ports } from '../ports.ts'
import type { Store } from '../ports/store.ts'
import { readOpened } from '../reports.ts'
import { Judging } from './judged.ts'
import { MAX_REPORT_BYTES } from './limits.ts'
import type { FoundFinding, Intake, RecordedReport, RecordWish } from '../ports/recorder.ts'

export interface RecordPorts extends Pick<Ports, 'files' | 'hash' | 'crypto' | 'clock' | 'data'> {
  readonly store: Pick<Store, 'ledger' | 'evidence' | 'inventory'>
  readonly intake: Intake
}

/**
 * Records a report as evidence of a release, whole or not at all: read to its end, judged by the policy, taken into what is known of the
 * product, kept as a file, and said in the log. What cannot be read is refused: it is not an empty report.
 */
export async function recordReport(wish: RecordWish, ports: RecordPorts): Promise<Result<RecordedReport>> {
  const feeds = feedsFor(wish.policy, ports)
  if (!feeds.ok) return feeds
  if ('file' in wish.report) return recordFile(wish, wish.report.file, feeds.value, ports)
  return judgeAgain(wish, wish.report.kept, feeds.value, ports)
}

async function recordFile(
  wish: RecordWish,
  file: string,
  feeds: Feeds,
  ports: RecordPorts,
): Promise<Result<RecordedReport>> {
  const { files, hash, crypto, clock, store } = ports
  const opened = files.open(file)
  if (!opened.ok) return opened
  const { digest, size } = opened.value
  const report = digest as Digest
  let kept: Kept | undefined
  const beside = (): Beside => {
    const judging = new Judging(wish.release, wish.policy, feeds, clock.now())
    return {
      heard: (finding) => void judging.docket.judge(finding),
      async ended(evidence) {
        const stored = await store.evidence.put(chunksOf(opened.value), {
          limitBytes: MAX_REPORT_BYTES,
          expected: report,
        })
        if (!stored.ok) return stored
        kept = keptOf(wish, judging, evidence, size, ports)
        return ok(kept.noted)
      },
    }
  }
  try {
    const { id, by, release } = wish
    const read = () => reportOf(opened.value, ports)
    const done = await importReport(
      { id, by, product: release.product, report, read, beside },
      { inventory: store.inventory, crypto, hash },
    )
    // What was in the log before this command was recorded before.
    return done.ok ? ok(recorded(kept!, done.value.beside!, done.value.index)) : done
  } finally {
    opened.value.close()
  }
}

/** What was recorded before, by the policy of today. The inventory knows it already. */
async function judgeAgain(
  wish: RecordWish,
  digest: Digest,
  feeds: Feeds,
  ports: RecordPorts,
): Promise<Result<RecordedReport>> {
  const { files, crypto, clock, store, intake } = ports
  const bytes = await store.evidence.read(digest)
  if (!bytes.ok) return bytes
  const taken = await intake.take(bytes.value, MAX_REPORT_BYTES)
  if (!taken.ok) return taken
  try {
    const opened = files.open(taken.value.file)
    if (!opened.ok) return opened
    const judging = new Judging(wish.release, wish.policy, feeds, clock.now())
    const evidence = judging.docket.hear(readOpened(REPORT, opened, QUIET(ports)))
    if (evidence.status === 'refused') return { ok: false, problem: evidence.problems[0] }
    const kept = keptOf(wish, judging, evidence, taken.value.bytes, ports)
    const one = understood(kept.noted, crypto)
    if (!one.ok) return one
    const done = await store.ledger.append((view) => decideBatch([one.value], view, new World(), NO_RULES, crypto))
    if (!done.ok) return done
    const [handled] = done.value.answers
    return handled!.ok ? ok(recorded(kept, handled!.value)) : handled!
  } finally {
    taken.value.discard()
  }
}

interface Kept {
  readonly noted: Noted
  readonly data: RecordedReport['data']
  readonly found: readonly FoundFinding[]
}

function keptOf(
  wish: RecordWish,
  judging: Judging,
  evidence: ReadReport,
  bytes: number,
  { hash, crypto }: RecordPorts,
): Kept {
  const { by, release, report } = wish
  const { data, found } = judging.ended(evidence, bytes, hash)
  const after = 'kept' in report ? report.after : undefined
  const id = recordId(
    [by, release.product, release.version, release.commit, ...release.digests, data.report, data.policy, after],
    crypto,
  )
  const fact = { type: RECORDED_TYPE, v: 1, data: data as unknown as EntryData }
  const asked = { type: 'record', report: data.report, policy: data.policy }
  return { noted: { id, by, on: recordedStream(release.product, hash.sha256), fact, asked, openings: [] }, data, found }
}

/** Whoever records the same report of the same release, under the same policy, says the same thing: the log has it once. */
const recordId = (what: readonly (string | undefined)[], { sha256 }: RecordPorts['crypto']): Uuid =>
  uuidv7(THEN, sha256(encodeUtf8(JSON.stringify(what.map((one) => one ?? null)))!).subarray(0, 10))
const THEN = '2020-01-01T00:00:00.000Z' as Instant

const recorded = ({ data, found }: Kept, { stream, n, at, index }: Handled, since = 0): RecordedReport => ({
  data,
  found,
  stream,
  n,
  at,
  again: index < since,
})

/** Read again from its beginning, and closed by who opened it. */
const reportOf = (source: OpenSource, ports: RecordPorts): Report =>
  readOpened(REPORT, ok({ ...source, name: REPORT, close() {} }), QUIET(ports))

/** Nobody watches, and the name of a file here is nobody's business. */
const QUIET = ({ hash }: RecordPorts) => ({ hash, terminal: { progress() {} } as unknown as Ports['terminal'] })
const REPORT = 'the report'

async function* chunksOf(source: OpenSource): AsyncGenerator<Uint8Array> {
  for (const chunk of source.chunks()) yield chunk
}

/** Feeds are large: they are read where a rule looks at them. */
function feedsFor(policy: Policy, { data }: RecordPorts): Result<Feeds> {
  const conditions = [policy, ...(policy.repository ? [policy.repository] : [])].flatMap(({ rules, raises }) =>
    [...rules, ...raises].flatMap(({ when }) => when),
  )
  return conditions.some(({ field }) => field === 'epss' || field === 'kev') ? loadFeeds(data) : ok({})
}
