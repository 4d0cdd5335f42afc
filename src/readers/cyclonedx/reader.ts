import { problem } from '../../core/problem.ts'
import { elements } from '../../scan/json.ts'
import { record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
import { bomOf } from './bom.ts'
import { factsOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { readVulnerability } from './vulnerability.ts'

const VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']
const STREAMS = ['/vulnerabilities/*']

/** CycloneDX: an inventory with its vulnerabilities (VDR), or what somebody says of them (VEX). */
export const cyclonedx: Reader = {
  name: 'cyclonedx',
  title: 'CycloneDX 1.2 to 1.7 JSON',
  streams: STREAMS,

  recognises: ({ value }) => text(value, 'bomFormat') === 'CycloneDX',

  facts: factsOf,

  *read(source, shape) {
    const version = text(shape.value, 'specVersion')
    if (version === undefined || !VERSIONS.includes(version)) {
      yield { refused: otherVersion(source.name, version) }
      return
    }
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const bom = bomOf(shape)
    for (const { value, pointer } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('cyclonedx/malformed', 'A vulnerability', place)
      else for (const finding of readVulnerability(value, bom, place)) yield { finding }
    }
  },
}

function otherVersion(file: string, version: string | undefined) {
  const named =
    version === undefined
      ? 'The document names no version'
      : `Version ${JSON.stringify(version).slice(0, 40)} is not supported`
  return problem(
    'cyclonedx/unsupported-version',
    `${named}: CycloneDX JSON is read from 1.2 to 1.7.`,
    'Let the tool write one of these versions, or convert the document.',
    { file, pointer: '/specVersion' },
  )
}
