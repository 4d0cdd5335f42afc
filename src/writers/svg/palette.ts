/**
 * Four colours that the colour-blind tell apart and that have a contrast of 3 : 1 on white as on near-black.
 * @source Okabe, Ito: Color Universal Design (2008)
 */
export const BLUE = '#0072b2'
export const VERMILLION = '#d55e00'
export const GREEN = '#009e73'
export const PURPLE = '#cc79a7'

/** How the n-th of several lines is drawn: neighbours differ in colour and in dashes, and no two of sixteen are the same. */
export function lineStyle(n: number): { readonly stroke: string; readonly 'stroke-dasharray'?: string } {
  const stroke = [BLUE, VERMILLION, GREEN, PURPLE][n % 4]!
  const dashes = [undefined, '9 4', '2 3', '9 3 2 3'][(n + Math.floor(n / 4)) % 4]
  return { stroke, ...(dashes && { 'stroke-dasharray': dashes }) }
}
