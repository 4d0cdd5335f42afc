/** What somebody is to a release. An administrator decides nothing; a pipeline asks, attaches and records deliveries. */
export const ROLES = [
  'viewer',
  'engineer',
  'analyst',
  'qa-lead',
  'development-lead',
  'release-manager',
  'product-manager',
  'privacy-legal',
  'security-manager',
  'executive',
  'administrator',
  'auditor',
  'pipeline',
] as const
export type Role = (typeof ROLES)[number]
