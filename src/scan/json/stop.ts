import type { Limits } from '../fault.ts'

/** The fast path has met a limit, at a byte offset; the way out adds line and column. */
export class Stop extends Error {
  readonly code: `${string}/${string}`
  readonly hint: string
  readonly offset: number

  constructor(code: `${string}/${string}`, message: string, hint: string, offset: number) {
    super(message)
    this.code = code
    this.hint = hint
    this.offset = offset
  }
}

/** The fast path has seen that this is no JSON, or has a duplicate key. It does not know where: `diagnose` does. */
export class Malformed extends Error {}

export const tooLarge = (limits: Limits): Stop =>
  new Stop(
    'json/too-large',
    `more than ${size(limits.total)}, which is the most that is read of one report`,
    'Split the report, for example one file a run or target.',
    limits.total,
  )

export const skeletonTooLarge = (limits: Limits, offset: number): Stop =>
  new Stop(
    'json/too-large',
    `more than ${size(limits.skeleton)} outside its list of findings, which is the most that is held at once`,
    'Is it a report of findings? If so, leave out what is not, such as file contents or the list of all components.',
    offset,
  )

export const elementTooLarge = (limits: Limits, offset: number): Stop =>
  new Stop(
    'json/element-too-large',
    `one entry of more than ${size(limits.element)} begins here`,
    'An entry of that size is seldom a finding: make the report again, without embedded file contents.',
    offset,
  )

export const tooDeep = (limits: Limits, offset: number): Stop =>
  new Stop(
    'json/too-deep',
    `nested more than ${limits.depth} levels deep`,
    'No report that we know nests this deep: check what wrote it.',
    offset,
  )

function size(bytes: number): string {
  const unit = bytes >= 2 ** 30 ? 30 : bytes >= 2 ** 20 ? 20 : 0
  return `${Number((bytes / 2 ** unit).toFixed(1))} ${{ 30: 'GiB', 20: 'MiB', 0: 'bytes' }[unit]}`
}
