import type { Baseline } from '../core/policy/baseline.ts'
import type { Result } from '../core/problem.ts'
import { readBaseline } from '../texts/baseline.ts'
import type { Ports } from './ports.ts'

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
