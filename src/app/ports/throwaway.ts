/** A place for a store that goes when whoever asked for it goes. */
export interface Throwaway {
  readonly folder: string
  remove(): void
}
