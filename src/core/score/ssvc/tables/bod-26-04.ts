import { automatable, inKev, publiclyExposed, technicalImpact, timeline } from '../points.ts'
import type { Table } from '../table.ts'

/** @source CERT/CC SSVC, data/json/decision_tables/cisa/cisa_bod_26_04_1_0_0.json, commit e3b00a2 (2026-07-20, release v2026.6.1); notice in tables.ts */
export const bod2604Table: Table = {
  name: 'bod-26-04',
  id: 'cisa:DT_BOD2604:1.0.0',
  title: 'CISA BOD 26-04',
  inputs: [publiclyExposed, inKev, automatable, technicalImpact],
  outcome: timeline,
  rows: [
    'N N N P FSU',
    'N N N T FSU',
    'N N Y P 60D',
    'N N Y T 60D',
    'N Y N P 14D',
    'N Y N T 14D',
    'N Y Y P 14D',
    'N Y Y T 3DF',
    'Y N N P 60D',
    'Y N N T 14D',
    'Y N Y P 14D',
    'Y N Y T 3D',
    'Y Y N P 14D',
    'Y Y N T 3DF',
    'Y Y Y P 3D',
    'Y Y Y T 3DF',
  ],
}
