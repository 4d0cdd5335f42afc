import { problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { record } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
import { bomOf } from './bom.ts'
import { documentOf, IN_JSON, IN_XML, versionOf, vulnerabilitiesOf } from './document.ts'
import { factsOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { readVulnerability } from './vulnerability.ts'

/** CycloneDX: an inventory with its vulnerabilities (VDR), or what somebody says of them (VEX). */
export const cyclonedx: Reader = {
  name: 'cyclonedx',
  title: 'CycloneDX JSON 1.2 to 1.7, XML 1.0 to 1.7',
  streams: [IN_JSON],
  xml: [IN_XML],

  recognises: (shape) => versionOf(shape) !== undefined,

  facts: factsOf,

  *read(source, shape) {
    const version = versionOf(shape) ?? ''
    if (!(shape.kind === 'xml' ? /^1\.[0-7]$/ : /^1\.[2-7]$/).test(version)) {
      yield { refused: otherVersion(source.name, version, shape) }
      return
    }
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const bom = bomOf(documentOf(shape))
    for (const { value, pointer } of vulnerabilitiesOf(source, shape)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('cyclonedx/malformed', 'A vulnerability', place)
      else for (const finding of readVulnerability(value, bom, place)) yield { finding }
    }
  },
}

function otherVersion(file: string, version: string, { kind }: Shape) {
  const named =
    version === ''
      ? 'The document names no version'
      : `Version ${JSON.stringify(version).slice(0, 40)} is not supported`
  return problem(
    'cyclonedx/unsupported-version',
    `${named}: CycloneDX is read from 1.2 to 1.7 as JSON, from 1.0 to 1.7 as XML.`,
    'Let the tool write one of these versions, or convert the document.',
    { file, pointer: kind === 'xml' ? '/bom' : '/specVersion' },
  )
}
