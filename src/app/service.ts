import { type DocumentPorts, type DocumentService, documentService } from './service/documents.ts'
import { type EvidencePorts, type EvidenceService, evidenceService } from './service/evidence.ts'
import { type AnswerService, answerService } from './service/answers.ts'
import { type DeliveryPorts, type DeliveryService, deliveryService } from './service/deliveries.ts'
import { type GatePorts, type GateService, gateService } from './service/gate.ts'
import { type CaseService, type CasePorts, caseService } from './service/cases.ts'
import { type LogService, logService } from './service/log.ts'
import { type LookService, lookService } from './service/looks.ts'
import { type ProductPorts, type ProductService, productService } from './service/products.ts'
import { type WishPorts, type WishService, wishService } from './service/wishes.ts'

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service
  extends
    GateService,
    CaseService,
    WishService,
    EvidenceService,
    DocumentService,
    ProductService,
    DeliveryService,
    AnswerService,
    LogService,
    LookService {}

export type ServicePorts = GatePorts &
  CasePorts &
  WishPorts &
  DeliveryPorts &
  EvidencePorts &
  DocumentPorts &
  ProductPorts &
  Parameters<typeof logService>[0] &
  Parameters<typeof lookService>[0] &
  Parameters<typeof answerService>[0]

export const service = (ports: ServicePorts): Service => ({
  ...gateService(ports),
  ...caseService(ports),
  ...wishService(ports),
  ...productService(ports),
  ...logService(ports),
  ...lookService(ports),
  ...evidenceService(ports),
  ...documentService(ports),
  ...answerService(ports),
  ...deliveryService(ports),
})
