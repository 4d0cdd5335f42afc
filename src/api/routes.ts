import type { CaseWish } from './nouns.ts'
import type { KeyOf, Method } from './route.ts'
import { cases, holds, oneCase, openCase } from './routes/cases.ts'
import { gate } from './routes/gate.ts'
import { health, metrics, openapi, ready } from './routes/house.ts'
import { checkpoint, entries, events } from './routes/log.ts'
import { addProduct, products, profile, removeProduct, setBaseline } from './routes/products.ts'
import { recordReport } from './routes/reports.ts'
import type { WishRoutes } from './routes/wishes.ts'

export { WISH_ROUTES } from './routes/wishes.ts'

/** Everything else. */
export const ROUTES = {
  gate,
  openCase,
  cases,
  oneCase,
  holds,
  products,
  addProduct,
  removeProduct,
  setBaseline,
  profile,
  recordReport,
  checkpoint,
  entries,
  events,
  openapi,
  health,
  ready,
  metrics,
} as const

type AnyRoute = (typeof ROUTES)[keyof typeof ROUTES] | WishRoutes[CaseWish]
/** `POST /api/cases` */
export type RouteKey = KeyOf<AnyRoute>
export type RouteOf<K extends RouteKey> = K extends `${infer M extends Method} ${infer P}`
  ? Extract<AnyRoute, { readonly method: M; readonly path: P }>
  : never
