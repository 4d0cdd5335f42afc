import { type GateService, gateService } from './service/gate.ts'
import { type CaseService, type CasePorts, caseService } from './service/cases.ts'
import { type LogService, logService } from './service/log.ts'
import { type ProductPorts, type ProductService, productService } from './service/products.ts'
import { type RecordService, recordService, type RecordServicePorts } from './service/records.ts'
import { type WishPorts, type WishService, wishService } from './service/wishes.ts'

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service extends GateService, CaseService, WishService, ProductService, RecordService, LogService {}

export type ServicePorts = Parameters<typeof gateService>[0] &
  CasePorts &
  WishPorts &
  ProductPorts &
  RecordServicePorts &
  Parameters<typeof logService>[0]

export const service = (ports: ServicePorts): Service => ({
  ...gateService(ports),
  ...caseService(ports),
  ...wishService(ports),
  ...productService(ports),
  ...recordService(ports),
  ...logService(ports),
})
