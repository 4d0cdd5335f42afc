import type { ListenOptions } from '../../app/ports/serving.ts'
import type { meters } from '../metrics.ts'
import type { Site } from '../site.ts'

/** What answers are made with. */
export interface Behind extends Pick<ListenOptions, 'service' | 'recognise' | 'version' | 'signIn'> {
  readonly site: Site
  readonly meter: ReturnType<typeof meters>
  /** Ends what streams. */
  readonly closing: AbortSignal
  readonly isStopping: () => boolean
}
