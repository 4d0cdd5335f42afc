import { EXIT } from '../core/gate/verdict.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { readFeed } from '../texts/feeds/read.ts'
import { encodeFeed } from '../texts/feeds/stored.ts'
import { succession } from '../texts/feeds/succession.ts'
import { feedJson } from '../writers/json/feeds.ts'
import { feedsText, importedText } from '../writers/terminal/feeds.ts'
import { type Answer, sent } from './answer.ts'
import { unpacked } from './archives.ts'
import { fileOf, loadFeed } from './feeds.ts'
import type { OpenSource, Ports } from './ports.ts'
import { jsonText } from '../writers/json/text.ts'

/** `holdpoint feeds`: what is present, of which day. */
export function showFeeds({ json }: { readonly json: boolean }, ports: Ports): Answer {
  const loaded = (['epss', 'kev'] as const).map((name) => loadFeed(name, ports.data))
  const problems = loaded.flatMap((one) => (one.ok ? [] : [one.problem]))
  const feeds = loaded.flatMap((one) => (one.ok && one.value ? [one.value] : []))
  const text = json
    ? feeds.map((feed) => `${jsonText(feedJson(feed))}\n`).join('')
    : feedsText(feeds, ports.data.path, ports.clock.now(), ports.terminal.style)
  return answer(text, problems, ports)
}

/** `holdpoint feeds import`: each file counts by itself; one that is refused leaves what is present as it was. */
export async function importFeeds(paths: readonly string[], ports: Ports): Promise<Answer> {
  const lines: string[] = []
  const problems: Problem[] = []
  for (const path of paths)
    for (const source of await sourcesOf(path, ports)) {
      const done = source.ok ? importFeed(source.value, ports) : source
      if (done.ok) lines.push(done.value)
      else problems.push(done.problem)
    }
  return answer(lines.join(''), problems, ports)
}

async function sourcesOf(path: string, ports: Ports): Promise<readonly Result<OpenSource>[]> {
  const source = path === '-' ? await ports.files.standardInput() : ports.files.open(path)
  const members = source.ok ? await unpacked(source.value, ports) : undefined
  if (source.ok && members) source.value.close()
  return members ?? [source]
}

function importFeed(source: OpenSource, { data, clock, terminal }: Ports): Result<string> {
  try {
    const read = readFeed(source)
    if (!read.ok) return read
    const feed = read.value
    const present = loadFeed(feed.name, data)
    // One that is present but cannot be read is no reason to refuse its successor.
    const before = present.ok ? present.value : undefined
    const succeeds = succession(feed, before, clock.now(), source.name)
    if (!succeeds.ok) return succeeds
    const written = succeeds.value === 'same' ? ok(undefined) : data.replace(fileOf(feed.name), encodeFeed(feed))
    return written.ok ? ok(importedText(feed, succeeds.value, before, terminal.style)) : written
  } finally {
    source.close()
  }
}

/** Refused by rule; any other problem is a file that cannot be used. */
const BY_RULE: ReadonlySet<string> = new Set(['feed/older', 'feed/shrunk', 'feed/future'])

function answer(text: string, problems: readonly Problem[], ports: Ports): Answer {
  const out = ports.files.spool()
  out.write(text)
  const refused = problems.every(({ code }) => BY_RULE.has(code)) ? EXIT.refused : EXIT.usage
  return sent(out, '-', problems.length === 0 ? EXIT.clear : refused, ports, problems)
}
