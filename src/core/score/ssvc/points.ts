import type { Point } from './table.ts'

// The points of decision: what is asked, or what comes out. Values in ascending order: the later, the more urgent.
// @source CERT/CC SSVC, data/json/decision_points, commit e3b00a2 (2026-07-20, release v2026.6.1); notice in tables.ts

export const exploitation: Point = {
  id: 'ssvc:E:1.1.0',
  name: 'exploitation',
  title: 'Exploitation',
  values: [
    { key: 'N', word: 'none', title: 'None' },
    { key: 'P', word: 'poc', title: 'Public PoC' },
    { key: 'A', word: 'active', title: 'Active' },
  ],
}

export const exposure: Point = {
  id: 'ssvc:EXP:1.0.1',
  name: 'exposure',
  title: 'System Exposure',
  values: [
    { key: 'S', word: 'small', title: 'Small' },
    { key: 'C', word: 'controlled', title: 'Controlled' },
    { key: 'O', word: 'open', title: 'Open' },
  ],
}

export const automatable: Point = {
  id: 'ssvc:A:2.0.0',
  name: 'automatable',
  title: 'Automatable',
  values: [
    { key: 'N', word: 'no', title: 'No' },
    { key: 'Y', word: 'yes', title: 'Yes' },
  ],
}

export const humanImpact: Point = {
  id: 'ssvc:HI:2.0.2',
  name: 'human_impact',
  title: 'Human Impact',
  values: [
    { key: 'L', word: 'low', title: 'Low' },
    { key: 'M', word: 'medium', title: 'Medium' },
    { key: 'H', word: 'high', title: 'High' },
    { key: 'VH', word: 'very_high', title: 'Very High' },
  ],
}

export const priority: Point = {
  id: 'ssvc:DSOI:1.0.0',
  name: 'priority',
  title: 'Priority',
  values: [
    { key: 'D', word: 'defer', title: 'Defer' },
    { key: 'S', word: 'scheduled', title: 'Scheduled' },
    { key: 'O', word: 'out_of_cycle', title: 'Out-of-Cycle' },
    { key: 'I', word: 'immediate', title: 'Immediate' },
  ],
}

export const utility: Point = {
  id: 'ssvc:U:1.0.1',
  name: 'utility',
  title: 'Utility',
  values: [
    { key: 'L', word: 'laborious', title: 'Laborious' },
    { key: 'E', word: 'efficient', title: 'Efficient' },
    { key: 'S', word: 'super_effective', title: 'Super Effective' },
  ],
}

export const technicalImpact: Point = {
  id: 'ssvc:TI:1.0.0',
  name: 'technical_impact',
  title: 'Technical Impact',
  values: [
    { key: 'P', word: 'partial', title: 'Partial' },
    { key: 'T', word: 'total', title: 'Total' },
  ],
}

export const publicSafetyImpact: Point = {
  id: 'ssvc:PSI:2.0.1',
  name: 'public_safety_impact',
  title: 'Public Safety Impact',
  values: [
    { key: 'M', word: 'minimal', title: 'Minimal' },
    { key: 'S', word: 'significant', title: 'Significant' },
  ],
}

export const missionAndWellBeing: Point = {
  id: 'ssvc:MWI:1.0.0',
  name: 'mission_and_well_being',
  title: 'Mission and Well-Being Impact',
  values: [
    { key: 'L', word: 'low', title: 'Low' },
    { key: 'M', word: 'medium', title: 'Medium' },
    { key: 'H', word: 'high', title: 'High' },
  ],
}

export const cisaLevel: Point = {
  id: 'cisa:CISA:1.1.0',
  name: 'level',
  title: 'CISA Levels',
  values: [
    { key: 'T', word: 'track', title: 'Track' },
    { key: 'T*', word: 'track_star', title: 'Track*' },
    { key: 'AT', word: 'attend', title: 'Attend' },
    { key: 'AC', word: 'act', title: 'Act' },
  ],
}

export const publiclyExposed: Point = {
  id: 'cisa:PE:1.0.0',
  name: 'publicly_exposed',
  title: 'Publicly Exposed',
  values: [
    { key: 'N', word: 'no', title: 'No' },
    { key: 'Y', word: 'yes', title: 'Yes' },
  ],
}

export const inKev: Point = {
  id: 'cisa:KEV:1.0.0',
  name: 'kev',
  title: 'In KEV',
  values: [
    { key: 'N', word: 'no', title: 'No' },
    { key: 'Y', word: 'yes', title: 'Yes' },
  ],
}

export const timeline: Point = {
  id: 'cisa:BOD2604:1.0.0',
  name: 'timeline',
  title: 'CISA BOD 26-04 Remediation Timelines',
  values: [
    { key: 'FSU', word: 'fix_on_system_upgrade', title: 'Fix on system upgrade' },
    { key: '60D', word: '60_days', title: '60 days' },
    { key: '14D', word: '14_days', title: '14 days' },
    { key: '3D', word: '3_days', title: '3 days' },
    { key: '3DF', word: '3_days_forensic_investigation', title: '3 days & forensic investigation' },
  ],
}

export const safetyImpact: Point = {
  id: 'ssvc:SI:2.0.1',
  name: 'safety_impact',
  title: 'Safety Impact',
  values: [
    { key: 'N', word: 'negligible', title: 'Negligible' },
    { key: 'M', word: 'marginal', title: 'Marginal' },
    { key: 'R', word: 'critical', title: 'Critical' },
    { key: 'C', word: 'catastrophic', title: 'Catastrophic' },
  ],
}

export const missionImpact: Point = {
  id: 'ssvc:MI:2.0.0',
  name: 'mission_impact',
  title: 'Mission Impact',
  values: [
    { key: 'D', word: 'degraded', title: 'Degraded' },
    { key: 'MSC', word: 'mef_support_crippled', title: 'MEF Support Crippled' },
    { key: 'MEF', word: 'mef_failure', title: 'MEF Failure' },
    { key: 'MF', word: 'mission_failure', title: 'Mission Failure' },
  ],
}

export const valueDensity: Point = {
  id: 'ssvc:VD:1.0.0',
  name: 'value_density',
  title: 'Value Density',
  values: [
    { key: 'D', word: 'diffuse', title: 'Diffuse' },
    { key: 'C', word: 'concentrated', title: 'Concentrated' },
  ],
}
