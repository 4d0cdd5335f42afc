import { humanImpact, missionImpact, safetyImpact } from '../points.ts'
import type { Table } from '../table.ts'

/** @source CERT/CC SSVC, data/json/decision_tables/ssvc/human_impact_1_0_0.json, commit e3b00a2 (2026-07-20, release v2026.6.1); notice in tables.ts */
export const humanImpactTable: Table = {
  name: 'human-impact',
  id: 'ssvc:DT_HI:1.0.0',
  title: 'Human Impact',
  inputs: [safetyImpact, missionImpact],
  outcome: humanImpact,
  rows: [
    'N D L',
    'N MSC L',
    'N MEF M',
    'N MF VH',
    'M D L',
    'M MSC L',
    'M MEF M',
    'M MF VH',
    'R D M',
    'R MSC H',
    'R MEF H',
    'R MF VH',
    'C D VH',
    'C MSC VH',
    'C MEF VH',
    'C MF VH',
  ],
}
