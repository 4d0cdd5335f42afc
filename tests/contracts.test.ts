import { expect, expectTypeOf, test } from 'vitest'
import { finding } from '../src/core/finding/finding.testing.ts'
import type { Finding } from '../src/core/finding/finding.ts'
import { broken, judgeAll, question, report } from '../src/core/gate/gate.testing.ts'
import type { Question } from '../src/core/gate/question.ts'
import { decisionOf, EXIT, MAX_REASONS, type Verdict } from '../src/core/gate/verdict.ts'
import type { Commit, Digest, Product } from '../src/core/ids.ts'
import type { Instant } from '../src/core/instant.ts'
import { type Entry, MAX_ENTRY_BYTES } from '../src/core/log/entry.ts'
import type { Money } from '../src/core/money.ts'
import { ok, type Problem, problem, refuse, type Result, unreachable } from '../src/core/problem.ts'
import { readers } from '../src/readers/index.ts'
import { sourceOf } from '../src/scan/source.ts'
import { evaluationJson } from '../src/writers/json/verdict.ts'
import { findingJson } from '../src/writers/json/finding.ts'

// What everything else is built on. Changing one of these needs a page in docs/decisions/.

test('exit codes: 0 clear, 1 a fault of our own, 2 usage, 3 held, 4 unknown, 5 refused', () => {
  expect(EXIT).toEqual({ clear: 0, fault: 1, usage: 2, held: 3, unknown: 4, refused: 5 })
})

test('held beats unknown beats clear', () => {
  expect(decisionOf([])).toBe('clear')
  expect(decisionOf([{ decision: 'unknown' }])).toBe('unknown')
  expect(decisionOf([{ decision: 'unknown' }, { decision: 'held' }, { decision: 'unknown' }])).toBe('held')
})

test('a question names a product, and by what it may be recognised; version and commit may be absent', () => {
  expectTypeOf<Question['product']>().toEqualTypeOf<Product>()
  expectTypeOf<Question['version']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Question['commit']>().toEqualTypeOf<Commit | undefined>()
  expectTypeOf<Question['digests']>().toEqualTypeOf<readonly Digest[]>()
  expectTypeOf<Question['now']>().toEqualTypeOf<Instant>()
})

test('a verdict keeps at most twenty reasons and counts them all', () => {
  expect(MAX_REASONS).toBe(20)
  expectTypeOf<Verdict['decision']>().toEqualTypeOf<'clear' | 'held' | 'unknown'>()
  const { verdict } = judgeAll([report([finding()])])
  expect(verdict.schema).toBe('holdpoint/verdict/v1')
  const { now, ...asked } = question
  expect(verdict.release).toEqual(asked)
  expect(verdict.evaluatedAt).toBe(now)
})

test('machine output is in snake_case, all the way down', () => {
  const evaluation = judgeAll([report([finding({ vector: { vector: 'x', score: 9 } })]), broken()])
  const keys = (value: unknown): string[] =>
    Array.isArray(value)
      ? value.flatMap(keys)
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)])
        : []
  const json = JSON.parse(JSON.stringify([evaluationJson(evaluation), findingJson(finding())])) as unknown
  expect(keys(json).filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([])
})

test('a refusal is a value with code, message, place and hint; our own bugs throw', () => {
  const refused: Result<number> = refuse('area/what', 'This is wrong.', 'Do that.', {
    file: 'x.yaml',
    line: 14,
    column: 15,
  })
  expect(refused).toEqual({
    ok: false,
    problem: {
      code: 'area/what',
      message: 'This is wrong.',
      hint: 'Do that.',
      at: { file: 'x.yaml', line: 14, column: 15 },
    } satisfies Problem,
  })
  expect(problem('area/what', 'No more is known.')).toEqual({ code: 'area/what', message: 'No more is known.' })
  expect(ok(1)).toEqual({ ok: true, value: 1 })
  expect(() => unreachable('x' as never)).toThrow('unreachable')
})

test('a source can be read again, in chunks', () => {
  const source = sourceOf('a', Uint8Array.of(1, 2, 3), 'sha256:x', 2)
  const read = () => [...source.chunks()].map((chunk) => [...chunk])
  expect(read()).toEqual([[1, 2], [3]])
  expect(read()).toEqual([[1, 2], [3]])
})

test('every reader has a name of its own and says what it reads', () => {
  expect(new Set(readers.map(({ name }) => name)).size).toBe(readers.length)
  for (const { name, title, streams } of readers) {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(title.length).toBeGreaterThan(3)
    for (const stream of streams) expect(stream).toMatch(/^(\/[^/]+)*\/\*$/)
  }
})

test('a finding keeps apart what was reported, what was computed and who said it', () => {
  expectTypeOf<Finding>().toHaveProperty('severity')
  expectTypeOf<Finding>().toHaveProperty('score')
  expectTypeOf<Finding>().toHaveProperty('provenance')
  expect(finding().id).toMatch(/^[0-9a-f]{32}$/)
})

test('an entry is one event: version, stream, position, type, time, actor, command, data; 16 KiB at most', () => {
  expectTypeOf<keyof Entry>().toEqualTypeOf<'v' | 'stream' | 'n' | 'type' | 'at' | 'actor' | 'command' | 'data'>()
  expect(MAX_ENTRY_BYTES).toBe(16_384)
})

test('money is whole minor units of a currency', () => {
  expectTypeOf<keyof Money>().toEqualTypeOf<'minor' | 'currency'>()
})
