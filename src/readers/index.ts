import { cyclonedx } from './cyclonedx/reader.ts'
import { finding } from './finding/reader.ts'
import { generic } from './generic/reader.ts'
import { gitlab } from './gitlab/reader.ts'
import { gitlabCodeQuality } from './gitlab-code-quality/reader.ts'
import { grype } from './grype/reader.ts'
import { npmAudit } from './npm-audit/reader.ts'
import { osvScanner } from './osv-scanner/reader.ts'
import type { Reader } from './reader.ts'
import { sarif } from './sarif/reader.ts'
import { semgrep } from './semgrep/reader.ts'
import { trivy } from './trivy/reader.ts'
import { zap } from './zap/reader.ts'

/** Every format that is understood, one line each. The order does not matter: exactly one recognises any report. */
export const readers: readonly Reader[] = [
  cyclonedx,
  finding,
  generic,
  gitlab,
  gitlabCodeQuality,
  grype,
  npmAudit,
  osvScanner,
  sarif,
  semgrep,
  trivy,
  zap,
]
