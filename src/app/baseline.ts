import { EXIT } from '../core/gate/verdict.ts'
import type { Report } from '../core/gate/evaluate.ts'
import { parseActor, parseProduct } from '../core/ids.ts'
import type { Baseline } from '../core/policy/baseline.ts'
import type { Problem, Result } from '../core/problem.ts'
import { readBaseline } from '../texts/baseline.ts'
import { type Answer, refusal, sent } from './answer.ts'
import type { Ports, Spool } from './ports.ts'
import { gather } from './reports.ts'
import { jsonText } from '../writers/json/text.ts'

/** What is in production, from a file. */
export function loadBaseline(path: string, ports: Ports): Result<Baseline> {
  const source = ports.files.open(path)
  if (!source.ok) return source
  try {
    return readBaseline(source.value)
  } finally {
    source.value.close()
  }
}

export interface BaselineRequest {
  readonly paths: readonly string[]
  readonly product: string
  readonly owner: string
}

/** `holdpoint baseline`: a dated, owned file of what these reports of production hold. Only reports that told everything count. */
export async function makeBaseline({ paths, product, owner }: BaselineRequest, ports: Ports): Promise<Answer> {
  const [who, what] = [parseActor(owner), parseProduct(product)]
  if (!who.ok) return refusal([who.problem], ports)
  if (!what.ok) return refusal([what.problem], ports)
  const out = ports.files.spool()
  const head = { schema: 'holdpoint/baseline/v1', product: what.value, owner: who.value, made_at: ports.clock.now() }
  out.write(`${jsonText(head, 2).slice(0, -2)},\n  "findings": [`)
  const problems = writeFindings(await gather(paths, ports), out)
  if (problems.length > 0) {
    out.discard()
    return refusal(problems, ports, EXIT.unknown)
  }
  out.write('\n  ]\n}\n')
  return sent(out, '-', EXIT.clear, ports)
}

function writeFindings(reports: readonly Report[], out: Spool): readonly Problem[] {
  let comma = '\n'
  return reports.flatMap((report) => {
    let step = report.next()
    for (; !step.done; step = report.next()) {
      const { identities, title } = step.value
      const [id, ...also] = identities.map((identity) => identity.id)
      out.write(`${comma}    ${jsonText({ id, ...(also.length > 0 && { also }), title })}`)
      comma = ',\n'
    }
    return step.value.problems
  })
}
