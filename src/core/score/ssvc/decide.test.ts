import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, tableNamed } from './decide.ts'
import type { Point, Table } from './table.ts'
import { TABLES } from './tables.ts'

const ask = (name: string, given: Record<string, string>) => {
  const table = tableNamed(name)
  if (!table.ok) throw new Error(name)
  return decide(table.value, new Map(Object.entries(given)))
}
const outcomeOf = (name: string, given: Record<string, string>) => {
  const decided = ask(name, given)
  return decided.ok ? decided.value.outcome.title : decided.problem.map(({ code }) => code)
}

/** Every combination of a table's inputs, as positions of values. */
const combinations = (inputs: readonly Point[]): number[][] =>
  inputs.reduce<number[][]>((all, { values }) => all.flatMap((one) => values.map((_, i) => [...one, i])), [[]])
const given = (table: Table, at: readonly number[]) =>
  new Map(table.inputs.map(({ name, values }, i) => [name, values[at[i]!]!.word]))

test.each(TABLES)('$name has one row for each combination of inputs, and no other', (table) => {
  const starts = table.rows.map((row) => row.split(' ').slice(0, -1).join(' '))
  const all = combinations(table.inputs).map((at) => at.map((v, i) => table.inputs[i]!.values[v]!.key).join(' '))
  expect(starts.toSorted()).toEqual(all.toSorted())
  for (const row of table.rows) expect(table.outcome.values.map(({ key }) => key)).toContain(row.split(' ').at(-1))
})

test.each(TABLES)('$name never becomes milder when one of its inputs becomes graver', (table) => {
  const rank = (at: readonly number[]) => {
    const decided = decide(table, given(table, at))
    return decided.ok ? table.outcome.values.indexOf(decided.value.outcome) : -1
  }
  for (const at of combinations(table.inputs))
    for (const [i, { values }] of table.inputs.entries())
      if (at[i]! + 1 < values.length) expect(rank(at.with(i, at[i]! + 1))).toBeGreaterThanOrEqual(rank(at))
})

test('words of a question are told apart, whatever their case', () => {
  for (const { values } of TABLES.flatMap(({ inputs, outcome }) => [...inputs, outcome]))
    for (const part of ['key', 'word'] as const)
      expect(new Set(values.map((value) => value[part].toLowerCase())).size).toBe(values.length)
})

test('a published exploit against an open service that can be attacked by machine is out of cycle for who runs it', () => {
  const decided = ask('deployer', { exploitation: 'poc', exposure: 'open', automatable: 'yes', human_impact: 'high' })
  expect(decided).toMatchObject({ ok: true, value: { row: 47, outcome: { key: 'O', title: 'Out-of-Cycle' } } })
})

test('a key of the standard is as good as a word', () => {
  expect(outcomeOf('deployer', { exploitation: 'A', exposure: 'o', automatable: 'Y', human_impact: 'VH' })).toBe(
    'Immediate',
  )
})

test('BOD 26-04: listed, exposed, automatable and total means three days and a look at the machine', () => {
  const worst = { publicly_exposed: 'yes', kev: 'yes', automatable: 'yes', technical_impact: 'total' }
  expect(outcomeOf('bod-26-04', worst)).toBe('3 days & forensic investigation')
  expect(outcomeOf('bod-26-04', { ...worst, kev: 'no', publicly_exposed: 'no' })).toBe('60 days')
})

test("an input that has a table of its own may be given by that table's inputs, and the answer says so", () => {
  const decided = ask('deployer', {
    exploitation: 'none',
    exposure: 'small',
    automatable: 'no',
    safety_impact: 'catastrophic',
    mission_impact: 'degraded',
  })
  expect(decided).toMatchObject({
    ok: true,
    value: { answers: [{}, {}, {}, { value: { word: 'very_high' }, from: { table: { name: 'human-impact' } } }] },
  })
  expect(
    outcomeOf('supplier', {
      exploitation: 'active',
      automatable: 'yes',
      value_density: 'concentrated',
      technical_impact: 'total',
      safety_impact: 'marginal',
    }),
  ).toBe('Immediate')
})

test('a slip of the pen is met with what was meant', () => {
  expect(tableNamed('deployr')).toMatchObject({
    problem: { code: 'ssvc/unknown-table', hint: 'Did you mean "deployer"?' },
  })
  expect(
    ask('deployer', { exploitaton: 'poc', exposure: 'opne', automatable: 'maybe so', human_impact: 'high' }),
  ).toMatchObject({
    ok: false,
    problem: [
      { code: 'ssvc/unknown-input', hint: 'Did you mean "exploitation"?' },
      { code: 'ssvc/missing-input', message: 'exploitation is missing.', hint: 'It is one of: none, poc, active.' },
      { code: 'ssvc/unknown-value', hint: 'Did you mean "open"?' },
      { code: 'ssvc/unknown-value', hint: 'It is one of: no, yes.' },
    ],
  })
})

test('what is given whole is not given in parts as well', () => {
  const whole = { exploitation: 'poc', exposure: 'open', automatable: 'yes', human_impact: 'high' }
  expect(ask('deployer', { ...whole, safety_impact: 'marginal' })).toMatchObject({
    ok: false,
    problem: [{ code: 'ssvc/given-twice' }],
  })
})

test('no input of any kind is answered by a guess', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'exploitation', 'poc', 'kev', 'yes'))
  fc.assert(
    fc.property(fc.constantFrom(...TABLES), fc.array(fc.tuple(text, text), { maxLength: 6 }), (table, pairs) => {
      const decided = decide(table, new Map(pairs))
      if (!decided.ok) expect(decided.problem.length).toBeGreaterThan(0)
      else expect(decided.value.answers).toHaveLength(table.inputs.length)
    }),
  )
})

const SOURCE = join(resolve('..', 'shared'), 'data', 'ssvc')
test.skipIf(!existsSync(SOURCE))('the tables are those of the source, row by row', () => {
  interface Published {
    readonly id: string
    readonly inputs: readonly { readonly id: string }[]
    readonly rows: readonly Readonly<Record<string, string>>[]
  }
  const published = readdirSync(SOURCE)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(SOURCE, name), 'utf8')) as Published)
  expect(published.map(({ id }) => id).toSorted()).toEqual(TABLES.map(({ id }) => id).toSorted())
  for (const { id, inputs, rows } of published) {
    const table = TABLES.find((one) => one.id === id)!
    expect(table.inputs.map((point) => point.id)).toEqual(inputs.map((point) => point.id))
    const lines = rows.map((row) => [...inputs.map((point) => row[point.id]), row['outcome']].join(' '))
    expect(table.rows.toSorted()).toEqual(lines.toSorted())
  }
})
