import { type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { field, list, text } from '../fields.ts'

const RUN_AGAIN = 'Run Semgrep again, until what it could not scan is scanned or left out on purpose.'

/** Files that were to be scanned and were not. The other reasons are somebody's wish, such as an ignore file. @source semgrep-interfaces, skip_reason */
const LOST = new Set(
  'too_big exceeded_size_limit analysis_failed_parser_or_internal_error too_many_matches nonexistent_file insufficient_permissions'.split(
    ' ',
  ),
)

/** What Semgrep says it could not scan: one problem for each kind, with how often and where first. */
export function* problemsOf(file: string, { value, streamed }: Shape): Iterable<Problem> {
  const errors = list(value, 'errors')
    .map((error, i) => ({ error, pointer: `/errors/${i}` }))
    .filter(({ error }) => text(error, 'level') !== 'info')
  yield* byKind(errors, typeOf, (kind, first, times) =>
    problem('semgrep/error', `Semgrep met an error (${kind}${times}): ${said(first)}`, RUN_AGAIN),
  )
  const skipped = list(value, 'paths', 'skipped')
    .map((error, i) => ({ error, pointer: `/paths/skipped/${i}` }))
    .filter(({ error }) => LOST.has(text(error, 'reason') ?? ''))
  yield* byKind(
    skipped,
    (skip) => text(skip, 'reason') ?? '',
    (kind, first, times) =>
      problem(
        'semgrep/skipped',
        `Semgrep left out a file (${kind}${times}): ${text(first, 'path') ?? 'it does not say which'}.`,
        RUN_AGAIN,
      ),
  )
  const rules = list(value, 'skipped_rules').map((error, i) => ({ error, pointer: `/skipped_rules/${i}` }))
  yield* byKind(
    rules,
    () => 'skipped rule',
    (_, first, times) =>
      problem(
        'semgrep/skipped',
        `Semgrep skipped a rule${times}: ${text(first, 'rule_id') ?? 'it does not say which'}.`,
        RUN_AGAIN,
      ),
  )
  const scanned = field(value, 'paths', 'scanned')
  if (Array.isArray(scanned) && scanned.length === 0 && streamed('/results') === 0)
    yield {
      ...problem('semgrep/nothing-scanned', 'Semgrep scanned no file.', RUN_AGAIN),
      at: { file, pointer: '/paths/scanned' },
    }

  function* byKind(
    entries: readonly { readonly error: Json; readonly pointer: string }[],
    kindOf: (error: Json) => string,
    make: (kind: string, first: Json, times: string) => Problem,
  ): Iterable<Problem> {
    const kinds = new Map<string, { first: Json; pointer: string; count: number }>()
    for (const { error, pointer } of entries) {
      const known = kinds.get(kindOf(error))
      if (known) known.count++
      else kinds.set(kindOf(error), { first: error, pointer, count: 1 })
    }
    for (const [kind, { first, pointer, count }] of kinds)
      yield { ...make(kind, first, count > 1 ? `, ${count} times` : ''), at: { file, pointer } }
  }
}

/** `"Timeout"`, or with details `["PartialParsing", …]`. */
const typeOf = (error: Json): string => text(error, 'type') ?? text(error, 'type', 0) ?? 'unnamed'

const said = (error: Json): string =>
  text(error, 'message')?.trim().split('\n', 1)[0] ??
  text(error, 'short_msg') ??
  text(error, 'path') ??
  text(error) ??
  'it does not say more'
