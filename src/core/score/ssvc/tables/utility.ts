import { automatable, utility, valueDensity } from '../points.ts'
import type { Table } from '../table.ts'

/** @source CERT/CC SSVC, data/json/decision_tables/ssvc/utility_1_0_0.json, commit e3b00a2 (2026-07-20, release v2026.6.1); notice in tables.ts */
export const utilityTable: Table = {
  name: 'utility',
  id: 'ssvc:DT_U:1.0.0',
  title: 'Utility',
  inputs: [automatable, valueDensity],
  outcome: utility,
  rows: ['N D L', 'N C E', 'Y D E', 'Y C S'],
}
