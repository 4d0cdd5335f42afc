import { type AnswerService, answerService } from './service/answers.ts'
import { type DeliveryPorts, type DeliveryService, deliveryService } from './service/deliveries.ts'
import { type GatePorts, type GateService, gateService } from './service/gate.ts'
import { type CaseService, type CasePorts, caseService } from './service/cases.ts'
import { type LogService, logService } from './service/log.ts'
import { type OverridePorts, type OverrideService, overrideService } from './service/overrides.ts'
import { type WishPorts, type WishService, wishService } from './service/wishes.ts'

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service
  extends GateService, CaseService, WishService, LogService, AnswerService, DeliveryService, OverrideService {}

export type ServicePorts = GatePorts &
  CasePorts &
  WishPorts &
  DeliveryPorts &
  OverridePorts &
  Parameters<typeof logService>[0] &
  Parameters<typeof answerService>[0]

export const service = (ports: ServicePorts): Service => ({
  ...gateService(ports),
  ...caseService(ports),
  ...wishService(ports),
  ...logService(ports),
  ...answerService(ports),
  ...deliveryService(ports),
  ...overrideService(ports),
})
