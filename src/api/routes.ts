import type { CaseWish } from './nouns.ts'
import type { KeyOf, Method } from './route.ts'
import { cases, holds, oneCase, openCase } from './routes/cases.ts'
import { caseProfile, document, file, options, plan, rules } from './routes/documents.ts'
import { download, upload } from './routes/evidence.ts'
import { deliver, deliveries } from './routes/deliveries.ts'
import { answers, gate, gateKey } from './routes/gate.ts'
import { health, metrics, openapi, ready } from './routes/house.ts'
import { checkpoint, entries, events } from './routes/log.ts'
import { looks } from './routes/looks.ts'
import { addProduct, products, profile, removeProduct, setBaseline } from './routes/products.ts'
import { overrideKeys, reconcile } from './routes/overrides.ts'
import { recordReport } from './routes/reports.ts'
import { addPerson, endRole, grantRole, issueToken, people, revokeToken } from './routes/people.ts'
import { approvePolicy, policy, policyProposal, proposePolicy, withdrawPolicy } from './routes/policy.ts'
import { begin, collect, device, invite, me, ownSessions, reset, signOut } from './routes/sign-in.ts'
import type { WishRoutes } from './routes/wishes.ts'

export { WISH_ROUTES } from './routes/wishes.ts'

/** Everything else. */
export const ROUTES = {
  gate,
  gateKey,
  answers,
  deliver,
  deliveries,
  reconcile,
  overrideKeys,
  openCase,
  cases,
  oneCase,
  holds,
  looks,
  products,
  addProduct,
  removeProduct,
  setBaseline,
  profile,
  upload,
  download,
  file,
  rules,
  caseProfile,
  document,
  options,
  plan,
  recordReport,
  policy,
  policyProposal,
  proposePolicy,
  approvePolicy,
  withdrawPolicy,
  people,
  addPerson,
  grantRole,
  endRole,
  issueToken,
  revokeToken,
  checkpoint,
  entries,
  events,
  signIn: begin,
  signOut,
  me,
  ownSessions,
  device,
  deviceSession: collect,
  invite,
  reset,
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
