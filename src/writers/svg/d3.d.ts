/** The little of d3 that the pictures use. */
declare module 'd3-scale' {
  export interface Continuous {
    (value: number): number
    domain(domain: readonly [number, number]): this
    range(range: readonly [number, number]): this
    nice(): this
    domain(): [number, number]
    ticks(count?: number): number[]
  }
  export interface Symlog extends Continuous {
    constant(constant: number): this
  }
  export function scaleLinear(): Continuous
  export function scaleLog(): Continuous
  export function scaleSymlog(): Symlog
}

declare module 'd3-shape' {
  export interface Shape {
    (points: readonly (readonly [number, number])[]): string | null
    curve(curve: unknown): this
    digits(digits: number): this
  }
  export interface Area extends Shape {
    y0(y: number): this
    y1(y: (point: readonly [number, number]) => number): this
  }
  export const curveStepAfter: unknown
  export function line(): Shape
  export function area(): Area
}
