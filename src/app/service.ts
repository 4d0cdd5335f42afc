import { type DocumentPorts, type DocumentService, documentService } from './service/documents.ts'
import { type EvidencePorts, evidenceService, type EvidenceService } from './service/evidence.ts'
import { type AnswerService, answerService } from './service/answers.ts'
import { type DeliveryPorts, type DeliveryService, deliveryService } from './service/deliveries.ts'
import { type GatePorts, gateService, type GateService } from './service/gate.ts'
import { type CasePorts, caseService, type CaseService } from './service/cases.ts'
import { type LogService, logService } from './service/log.ts'
import { type LookService, lookService } from './service/looks.ts'
import { type ProductPorts, productService, type ProductService } from './service/products.ts'
import { type WishPorts, wishService, type WishService } from './service/wishes.ts'
import { type OverridePorts, overrideService, type OverrideService } from './service/overrides.ts'
import { recordService, type RecordService, type RecordServicePorts } from './service/records.ts'
import { type PolicyPorts, policyService, type PolicyService } from './service/policy.ts'

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
    PolicyService {}

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
  PolicyPorts

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
})
