import type { ReportFacts, Tool } from '../../core/finding/finding.ts'
import type { Instant } from '../../core/instant.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { defined, field, text } from '../fields.ts'
import { instant } from '../record.ts'

export interface Scan {
  /** `sast`, `container_scanning` …; absent before schema 14. */
  readonly type: string | undefined
  readonly tool: Tool | undefined
}

export function scanOf({ value }: Shape): Scan {
  return { type: text(value, 'scan', 'type'), tool: toolOf(field(value, 'scan', 'scanner')) }
}

export function toolOf(scanner: Json | undefined): Tool | undefined {
  const name = text(scanner, 'id') ?? text(scanner, 'name')
  return name === undefined ? undefined : { name, ...defined({ version: text(scanner, 'version') }) }
}

export function factsOf(shape: Shape): ReportFacts {
  const { tool } = scanOf(shape)
  return {
    tools: tool === undefined ? [] : [tool],
    ...defined({ finishedAt: endOf(shape.value) }),
    subject: { commits: [], digests: [], products: [] },
  }
}

/** The schema wants UTC without an offset: `2021-06-02T09:13:09`. */
function endOf(value: Json): Instant | undefined {
  const end = text(value, 'scan', 'end_time')
  return instant(end) ?? instant(`${end}Z`)
}
