import type { ListenOptions } from '../../app/serve.ts'
import type { meters } from '../metrics.ts'

/** What answers are made with. */
export interface Behind extends Pick<ListenOptions, 'service' | 'recognise' | 'version'> {
  readonly meter: ReturnType<typeof meters>
  /** Ends what streams. */
  readonly closing: AbortSignal
  readonly isStopping: () => boolean
}
