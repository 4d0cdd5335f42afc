import { type GateService, gateService } from './service/gate.ts'
import { type CaseService, type CasePorts, caseService } from './service/cases.ts'
import { type LogService, logService } from './service/log.ts'
import { type LookService, lookService } from './service/looks.ts'
import { type PeoplePorts, type PeopleService, peopleService } from './service/people.ts'
import { type PolicyPorts, type PolicyService, policyService } from './service/policy.ts'
import { type WishPorts, type WishService, wishService } from './service/wishes.ts'

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service
  extends GateService, CaseService, WishService, LogService, LookService, PolicyService, PeopleService {}

export type ServicePorts = Parameters<typeof gateService>[0] &
  CasePorts &
  WishPorts &
  Parameters<typeof logService>[0] &
  Parameters<typeof lookService>[0] &
  PolicyPorts &
  PeoplePorts

export const service = (ports: ServicePorts): Service => ({
  ...gateService(ports),
  ...caseService(ports),
  ...wishService(ports),
  ...logService(ports),
  ...lookService(ports),
  ...policyService(ports),
  ...peopleService(ports),
})
