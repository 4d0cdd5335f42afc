import type { Lean } from './verdict.ts'

/**
 * On what a clear answer leans, as the header `holdpoint-leans-on` says it: `HP-7/payments accepted 2026-11-20T18:00:00.000Z`, one after another.
 * A header, since the verdict's JSON is a contract that has no place for it (docs/formats/verdict.md).
 */
export const leansText = (leans: readonly Lean[]): string =>
  leans.map(({ hold, is, until }) => `${hold} ${is} ${until}`).join(', ')

/** What is not of this form says nothing: the answer does not depend on it. */
export const leansOf = (text: string): readonly Lean[] =>
  text.split(', ').flatMap((one) => {
    const [, hold, is, until] = /^(HP-\S+) (accepted|overridden) (\d{4}-\S+Z)$/.exec(one) ?? []
    return hold === undefined ? [] : [{ hold, is, until } as Lean]
  })
