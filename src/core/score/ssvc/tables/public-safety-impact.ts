import { publicSafetyImpact, safetyImpact } from '../points.ts'
import type { Table } from '../table.ts'

/** @source CERT/CC SSVC, data/json/decision_tables/ssvc/public_safety_impact_1_0_0.json, commit e3b00a2 (2026-07-20, release v2026.6.1); notice in tables.ts */
export const publicSafetyImpactTable: Table = {
  name: 'public-safety-impact',
  id: 'ssvc:DT_PSI:1.0.0',
  title: 'Public Safety Impact',
  inputs: [safetyImpact],
  outcome: publicSafetyImpact,
  rows: ['N M', 'M S', 'R S', 'C S'],
}
