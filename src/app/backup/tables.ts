import type { Table } from '../ports/backup.ts'

/** The log itself; `stream` and `n` are said by the bytes. */
export const ENTRIES: Table = {
  name: 'entries',
  key: ['log', 'seq'],
  columns: { log: 'int', seq: 'count', stream: 'text', n: 'int', bytes: 'bytes' },
  page: 2_000,
}

export const CHECKPOINTS: Table = {
  name: 'checkpoints',
  key: ['log', 'size'],
  columns: { log: 'int', size: 'count', note: 'text' },
  page: 2_000,
}

/** What others are still to be told. */
export const OUTBOX: Table = {
  name: 'outbox',
  key: ['log', 'seq'],
  columns: { log: 'int', seq: 'count', stream: 'text', attempts: 'int', not_before_ms: 'count' },
  page: 2_000,
}

/** What else a backup holds, in its order. */
export const OTHERS: readonly Table[] = [
  {
    name: 'commands',
    key: ['id'],
    columns: {
      id: 'uuid',
      actor: 'text',
      said: 'bytes',
      log: 'int',
      seq: 'count',
      stream: 'text',
      n: 'int',
      entries: 'int',
      at_ms: 'count',
    },
    page: 2_000,
  },
  {
    name: 'openings',
    key: ['sealed'],
    columns: { sealed: 'bytes', stream: 'text', salt: 'bytes', value: 'text' },
    page: 500,
  },
  {
    name: 'evidence',
    key: ['digest'],
    columns: {
      digest: 'bytes',
      file: 'uuid',
      bytes: 'count',
      chunks: 'int',
      wrapped: 'bytes?',
      key_id: 'text',
      stored_ms: 'count',
      erased_ms: 'count?',
    },
    page: 2_000,
  },
  { name: 'evidence_chunks', key: ['file', 'n'], columns: { file: 'uuid', n: 'int', bytes: 'bytes' }, page: 8 },
  { name: 'evidence_senders', key: ['digest', 'actor'], columns: { digest: 'bytes', actor: 'text' }, page: 2_000 },
  { name: 'inventories', key: ['product'], columns: { product: 'text', numbers: 'int' }, page: 2_000 },
  {
    name: 'imports',
    key: ['product', 'n'],
    columns: {
      product: 'text',
      n: 'int',
      format: 'text',
      report: 'bytes',
      said: 'bytes',
      findings: 'int',
      scope: 'text',
      finished_ms: 'count?',
      at_ms: 'count',
    },
    page: 100,
  },
  {
    name: 'looks',
    key: ['product', 'tool'],
    columns: { product: 'text', tool: 'text', n: 'int', covers: 'text', finished_ms: 'count?' },
    page: 500,
  },
  {
    name: 'findings',
    key: ['product', 'no'],
    columns: {
      product: 'text',
      no: 'int',
      tool: 'text',
      content: 'bytes',
      identities: 'text',
      finding: 'text',
      first: 'int',
      changed: 'int',
      absent: 'int?',
    },
    page: 500,
  },
  {
    name: 'due',
    key: ['case_id', 'what', 'about', 'at_ms'],
    columns: { case_id: 'text', what: 'text', about: 'text', at_ms: 'count' },
    page: 2_000,
  },
  {
    name: 'case_looks',
    key: ['case_id', 'hour_ms', 'actor', 'what'],
    columns: { case_id: 'text', actor: 'text', what: 'text', hour_ms: 'count' },
    page: 2_000,
  },
  { name: 'policies', key: ['digest'], columns: { digest: 'text', text: 'text' }, page: 10 },
  {
    name: 'deliveries',
    key: ['id'],
    columns: {
      id: 'uuid',
      product: 'text',
      at_ms: 'count',
      actor: 'text',
      version: 'text?',
      commit_id: 'text?',
      digests: 'text',
      environment: 'text',
    },
    page: 2_000,
  },
  {
    name: 'gate_answers',
    key: ['id'],
    columns: {
      id: 'uuid',
      product: 'text',
      at_ms: 'count',
      actor: 'text',
      version: 'text?',
      commit_id: 'text?',
      digests: 'text',
      environment: 'text',
      decision: 'text',
      reasons: 'text',
      holds: 'text',
      signed: 'boolean',
    },
    page: 2_000,
  },
  OUTBOX,
  { name: 'passwords', key: ['person'], columns: { person: 'text', hash: 'text', set_ms: 'count' }, page: 2_000 },
  {
    name: 'second_factors',
    key: ['person'],
    columns: { person: 'text', secret: 'bytes', key_id: 'text', last_step: 'count', set_ms: 'count' },
    page: 2_000,
  },
  {
    name: 'recovery_codes',
    key: ['person', 'digest'],
    columns: { person: 'text', digest: 'bytes' },
    page: 2_000,
  },
  {
    name: 'provider_accounts',
    key: ['issuer', 'subject'],
    columns: { issuer: 'text', subject: 'text', person: 'text', linked_ms: 'count' },
    page: 2_000,
  },
]

/** What no backup holds: a session that was ended would be open again, what waits for minutes is over, names are looked up anew. */
export const PASSING: readonly string[] = ['sessions', 'tickets', 'attempts', 'recorded']

/** Read models: made anew from the entries. */
export const CASES: Table = {
  name: 'cases',
  key: ['case_id'],
  columns: { case_id: 'text', n: 'int', name: 'text', opened_ms: 'count', closed: 'boolean' },
  page: 500,
}
export const HOLDS: Table = {
  name: 'holds',
  key: ['product', 'case_id'],
  columns: { product: 'text', case_id: 'text', in_force: 'boolean' },
  page: 500,
}
