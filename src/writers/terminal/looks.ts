import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

export interface ShownLooks {
  readonly case: string
  readonly looks: readonly { readonly by: string; readonly what: string; readonly hour: string }[]
}

/** Who looked at what of a case, hour by hour. */
export function looksText({ case: id, looks }: ShownLooks, style: Style): string {
  if (looks.length === 0) return `Nobody looked at the words of ${id}, as far as it is kept.\n`
  return looks
    .map(
      ({ by, what, hour }) =>
        `${style('dim', `${hour.slice(0, 10)} ${hour.slice(11, 13)}h`)}  ${plain(by)}  ${plain(what)}\n`,
    )
    .join('')
}
