import { LIMITS, type Limits } from '../fault.ts'

/** `element` and `skeleton` count characters here. */
export interface XmlLimits extends Limits {
  /** Attributes of one element, declarations of namespaces among them. */
  readonly attributes: number
  /** Characters without a tag, attribute or text beginning or ending: one text, attribute value or name, or comments in a row. */
  readonly text: number
}

export const XML_LIMITS: XmlLimits = { ...LIMITS, attributes: 1024, text: 16 * 2 ** 20 }

/** `32 MiB`. */
export function sizeText(size: number): string {
  const unit = size >= 2 ** 30 ? 30 : size >= 2 ** 20 ? 20 : 0
  return `${Number((size / 2 ** unit).toFixed(1))} ${{ 30: 'GiB', 20: 'MiB', 0: 'bytes' }[unit]}`
}
