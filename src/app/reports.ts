import type { Report } from '../core/gate/evaluate.ts'
import type { Result } from '../core/problem.ts'
import type { OpenSource, Ports } from './ports.ts'
import { readReport, unread } from './report.ts'

/** Every report that these paths stand for: files, folders, `-`; opened when its turn comes. A path that leads nowhere is a report that cannot be read. */
export async function gather(paths: readonly string[], ports: Ports): Promise<readonly Report[]> {
  const reports: Report[] = []
  for (const path of paths) {
    if (path === '-') {
      const source = await ports.files.standardInput()
      reports.push(readOpened(path, source, ports))
    } else {
      const listed = ports.files.list(path)
      if (listed.ok) reports.push(...listed.value.map((file) => readFile(file, ports)))
      else reports.push(readOpened(path, listed, ports))
    }
  }
  return reports
}

function* readFile(file: string, ports: Ports): Report {
  return yield* readOpened(file, ports.files.open(file, watch(file, ports)), ports)
}

function* readOpened(file: string, source: Result<OpenSource>, ports: Ports): Report {
  if (!source.ok) return unread(file, source.problem)
  try {
    return yield* readReport(source.value, ports.hash)
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
