import type { Report } from '../core/gate/evaluate.ts'
import type { Result } from '../core/problem.ts'
import { unpacked } from './archives.ts'
import type { OpenSource, Ports } from './ports.ts'
import { CHANGED, type PartOfReport, readReport, unread } from './report.ts'

/** Every report that these paths stand for: files, folders, `-`; opened when its turn comes. A path that leads nowhere is a report that cannot be read. */
export async function gather(paths: readonly string[], ports: Ports): Promise<readonly Report[]> {
  const reports: Report[] = []
  for (const path of paths) {
    if (path === '-') {
      const source = await ports.files.standardInput()
      reports.push(...((source.ok && (await packed(source.value, ports))) || [readOpened(path, source, ports)]))
    } else {
      const listed = ports.files.list(path)
      if (listed.ok) for (const file of listed.value) reports.push(...(await reportsOf(file, ports)))
      else reports.push(readOpened(path, listed, ports))
    }
  }
  return reports
}

/** A file is one report; an archive is as many as it has members, and is unpacked now because that takes waiting. */
async function reportsOf(file: string, ports: Ports): Promise<readonly Report[]> {
  const source = ports.files.open(file)
  if (!source.ok) return [readOpened(file, source, ports)]
  const reports = await packed(source.value, ports)
  if (reports) return reports
  source.value.close()
  return [readFile(file, ports)]
}

/** The reports in an archive, which is closed then; undefined where it is none. */
async function packed(source: OpenSource, ports: Ports): Promise<readonly Report[] | undefined> {
  const members = await unpacked(source, ports)
  if (!members) return undefined
  const changed = source.changed()
  source.close()
  return members.map((member) => {
    const name = member.ok ? member.value.name : (member.problem.at?.file ?? source.name)
    return readOpened(name, changed ? { ok: false, problem: CHANGED(name) } : member, ports)
  })
}

function* readFile(file: string, ports: Ports): Report {
  return yield* readOpened(file, ports.files.open(file, { progress: watch(file, ports) }), ports)
}

/** A report that was opened, or could not be; closed at its end. */
export function* readOpened(
  file: string,
  source: Result<OpenSource>,
  ports: Pick<Ports, 'hash' | 'terminal'>,
  part?: PartOfReport,
): Report {
  if (!source.ok) return unread(file, source.problem)
  try {
    return yield* readReport(source.value, ports.hash, part)
  } finally {
    source.value.close()
    ports.terminal.progress('')
  }
}

/** Large reports take a while: say so to whoever watches. */
function watch(file: string, { terminal }: Ports): (bytes: number) => void {
  const step = 16 * 2 ** 20
  let next = step
  return (bytes) => {
    if (bytes < next) return
    next = bytes + step
    terminal.progress(`reading ${file}: ${Math.floor(bytes / 2 ** 20)} MB`)
  }
}
