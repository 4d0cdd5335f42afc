import { type DocumentPorts, type DocumentService, documentService } from './service/documents.ts'
import { type EvidencePorts, evidenceService, type EvidenceService } from './service/evidence.ts'
import { type AnswerService, answerService } from './service/answers.ts'
import { type DeliveryPorts, type DeliveryService, deliveryService } from './service/deliveries.ts'
import { type GatePorts, gateService, type GateService } from './service/gate.ts'
import { type CasePorts, type CaseService, caseService } from './service/cases.ts'
import { logService, type LogService } from './service/log.ts'
import { lookService, type LookService } from './service/looks.ts'
import { type ProductPorts, type ProductService, productService } from './service/products.ts'
import { type WishPorts, type WishService, wishService } from './service/wishes.ts'
import { type OverridePorts, type OverrideService, overrideService } from './service/overrides.ts'
import { recordService, type RecordService, type RecordServicePorts } from './service/records.ts'
import { type PolicyPorts, policyService, type PolicyService } from './service/policy.ts'
import { type PeoplePorts, type PeopleService, peopleService } from './service/people.ts'

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service
  extends
    DocumentService,
    EvidenceService,
    AnswerService,
    DeliveryService,
    GateService,
    CaseService,
    LogService,
    LookService,
    ProductService,
    WishService,
    OverrideService,
    RecordService,
    PolicyService,
    PeopleService {}

export type ServicePorts = DocumentPorts &
  EvidencePorts &
  Parameters<typeof answerService>[0] &
  DeliveryPorts &
  GatePorts &
  CasePorts &
  Parameters<typeof logService>[0] &
  Parameters<typeof lookService>[0] &
  ProductPorts &
  WishPorts &
  OverridePorts &
  RecordServicePorts &
  PolicyPorts &
  PeoplePorts

export const service = (ports: ServicePorts): Service => ({
  ...documentService(ports),
  ...evidenceService(ports),
  ...answerService(ports),
  ...deliveryService(ports),
  ...gateService(ports),
  ...caseService(ports),
  ...logService(ports),
  ...lookService(ports),
  ...productService(ports),
  ...wishService(ports),
  ...overrideService(ports),
  ...recordService(ports),
  ...policyService(ports),
  ...peopleService(ports),
})
