import { expect, test } from 'vitest'
import { node } from '../log/log.testing.ts'
import { CASE, found, given, on, placed, PROVEN, lift, SECOND } from './case.testing.ts'
import { decodeEvent, readCase } from './decode.ts'
import { EVENTS } from './event.ts'
import { story } from './story.testing.ts'
import { upcast, type Upcaster } from './upcast.ts'

const { events } = given(placed('ana'), ...PROVEN, lift('ben'))
const HERE = { file: 'case.jsonl', line: 1 }
const lines = events.map((entry) => JSON.stringify({ entry, openings: {} }))
const read = (all: readonly string[], now = on('2027-01-01T00:00:00Z')) => readCase(all, 'case.jsonl', now, node.sha256)
const problem = (all: readonly string[], now?: Parameters<typeof read>[1]) => {
  const result = read(all, now)
  if (result.ok) return undefined
  const { code, at, message, hint } = result.problem
  expect({ message, hint }).toMatchSnapshot()
  return [code, at?.line, at?.pointer]
}
/** The file with one entry changed. */
const changed = (line: number, change: (entry: Record<string, unknown>) => unknown) =>
  lines.map((text, i) => {
    if (i !== line - 1) return text
    const { entry } = JSON.parse(text) as { entry: Record<string, unknown> }
    return JSON.stringify({ entry: change(entry), openings: {} })
  })
const data = (entry: Record<string, unknown>, more: object) => ({
  ...entry,
  data: { ...(entry['data'] as object), ...more },
})

test('a case file reads back to its events', () => {
  expect(read(lines)).toEqual({ ok: true, value: { id: CASE, events, openings: new Map() } })
})
test('every type of event of the story is read strictly: no field more, no field less', () => {
  const told = story(node.sha256).events
  const types = new Set<string>()
  let before: Parameters<typeof decodeEvent>[1]
  for (const event of told) {
    types.add(event.type)
    expect(decodeEvent(event, before, HERE)).toEqual({ ok: true, value: event })
    expect(decodeEvent(data(event as never, { more: 1 }), before, HERE)).toMatchObject({
      problem: { code: 'case/malformed', at: { pointer: '/data/more' } },
    })
    for (const key of Object.keys(event.data)) {
      const { [key]: _, ...rest } = event.data as Record<string, unknown>
      const without = decodeEvent({ ...event, data: rest }, before, HERE)
      const isOptional = 'optional' in ((EVENTS[event.type] as Record<string, object>)[key] ?? {})
      expect(without.ok, `${event.type} without ${key}`).toBe(isOptional)
    }
    before = { id: CASE, n: event.n, at: event.at }
  }
  expect(types.size).toBeGreaterThan(25)
})
test('an entry of another case, missing, doubled or swapped is refused at its line', () => {
  expect(problem(changed(3, (entry) => ({ ...entry, stream: 'HP-8' })))).toEqual(['case/other-case', 3, undefined])
  expect(problem(lines.toSpliced(2, 1))).toEqual(['case/out-of-order', 3, undefined])
  expect(problem(lines.toSpliced(2, 0, lines[1]!))).toEqual(['case/out-of-order', 3, undefined])
  expect(problem([lines[0]!, lines[2]!, lines[1]!])).toEqual(['case/out-of-order', 2, undefined])
  expect(problem(lines.slice(1))).toEqual(['case/out-of-order', 1, undefined])
})
test('time that goes back, or comes from the future, is refused', () => {
  expect(problem(changed(3, (entry) => ({ ...entry, at: '2026-11-20T08:00:00.000Z' })))).toEqual([
    'case/time-went-back',
    3,
    undefined,
  ])
  expect(problem(lines, on('09:02'))).toEqual(['case/from-the-future', 4, undefined])
  expect(problem(lines, events.at(-1)!.at)).toBeUndefined()
})
test('a type or a version that is not known is refused: a newer program may know it', () => {
  expect(problem(changed(2, (entry) => ({ ...entry, type: 'case_eaten' })))).toEqual([
    'case/unknown-event',
    2,
    undefined,
  ])
  expect(problem(changed(2, (entry) => ({ ...entry, v: 2 })))).toEqual(['case/unknown-event', 2, undefined])
  expect(problem(changed(2, (entry) => ({ ...entry, type: 'constructor' })))).toEqual([
    'case/unknown-event',
    2,
    undefined,
  ])
})
test('a finding that says what others call it is of version 2; in version 1 it has no such field, and older ones stay as they were', () => {
  const named = given(found('ana', { finding: SECOND, aliases: ['CVE-2026-1001', 'GHSA-1'] })).events
  expect(named.map(({ type, v }) => `${type}/${v}`)).toEqual([
    'case_opened/1',
    'evidence_attached/1',
    'finding_added/1',
    'finding_added/2',
  ])
  const texts = named.map((entry) => JSON.stringify({ entry, openings: {} }))
  expect(read(texts)).toMatchObject({ ok: true, value: { events: named } })
  expect(problem(texts.with(3, texts[3]!.replace('"v":2', '"v":1')))).toEqual(['case/malformed', 4, '/data/aliases'])
})
test('what does not fit is named by its pointer', () => {
  const at = (line: number, change: Parameters<typeof changed>[1]) => problem(changed(line, change))?.[2]
  expect(at(1, (entry) => ({ ...entry, at: '2026-11-20T09:00:00Z' }))).toBe('/at')
  expect(at(1, (entry) => ({ ...entry, actor: 'a b' }))).toBe('/actor')
  expect(at(1, (entry) => ({ ...entry, command: 'x' }))).toBe('/command')
  expect(at(1, (entry) => ({ ...entry, n: 1.5 }))).toBe('/n')
  expect(at(1, (entry) => ({ ...entry, data: [] }))).toBe('/data')
  expect(at(1, () => null)).toBe('/entry')
  expect(at(3, (entry) => data(entry, { severity: 'hihg' }))).toBe('/data/severity')
  expect(at(3, (entry) => data(entry, { fixed_in: ['1', 2] }))).toBe('/data/fixed_in/1')
  expect(at(3, (entry) => data(entry, { title: 'plain text' }))).toBe('/data/title')
  expect(at(4, (entry) => data(entry, { environments: [] }))).toBe('/data/environments')
  expect(at(4, (entry) => data(entry, { provisional: 'no' }))).toBe('/data/provisional')
  expect(at(5, (entry) => data(entry, { build: { digests: [] } }))).toBe('/data/build')
  expect(at(7, (entry) => data(entry, { proof: { kind: 'hope' } }))).toBe('/data/proof/kind')
  expect(at(7, (entry) => data(entry, { proof: null }))).toBe('/data/proof/kind')
  expect(at(7, (entry) => data(entry, { candidate: 0 }))).toBe('/data/candidate')
})
test('a stranger’s key or value is quoted, never obeyed, and never long', () => {
  const evil = JSON.parse(`{"__proto__": 1, "${'x'.repeat(500)}\\u001b[31m": 1}`) as object
  const result = read(changed(1, (entry) => ({ ...entry, ...evil })))
  expect(result.ok).toBe(false)
  if (!result.ok) expect(result.problem.message.length).toBeLessThan(200)
  const control = read(changed(3, (entry) => data(entry, { severity: '\u001b[31mred' })))
  if (!control.ok) expect(control.problem.message).not.toContain('\u001b')
})
test('a file that is cut off, empty or no JSON is refused', () => {
  expect(problem([])).toEqual(['case/empty', undefined, undefined])
  expect(problem(['', ''])?.[0]).toBe('case/empty')
  expect(problem([...lines.slice(0, 2), lines[2]!.slice(0, 40)])).toEqual(['case/malformed', 3, undefined])
  expect(problem(['"just text"'])).toEqual(['case/malformed', 1, ''])
  expect(problem([`{"entry":{},"openings":{},"x":1}`])).toEqual(['case/malformed', 1, '/x'])
  expect(problem([' '.repeat(300_000)])?.[0]).toBe('case/too-long')
})
test('words are those that were sealed', () => {
  const [seal, opening] = [...story(node.sha256).openings][0]!
  const withWords = (openings: object) => [JSON.stringify({ entry: events[0], openings })]
  expect(problem(withWords({ [seal]: opening }))).toBeUndefined()
  expect(problem(withWords({ [seal]: { ...opening, value: 'nothing to see' } }))).toEqual([
    'case/other-words',
    1,
    undefined,
  ])
  expect(problem(withWords({ notASeal: opening }))?.[0]).toBe('case/malformed')
  expect(problem(withWords({ [seal]: { value: 'x' } }))?.[2]).toBe(`/openings/${seal}`)
})

test('an old version is read through its upcasters, one step at a time', () => {
  const upcasters = new Map<string, Upcaster>([
    ['seen/1', (data) => ({ ...data, where: 'production' })],
    ['seen/2', (data) => ({ ...data, sure: true })],
  ])
  expect(upcast({ type: 'seen', v: 1, data: { who: 'ana' } }, upcasters)).toEqual({
    type: 'seen',
    v: 3,
    data: { who: 'ana', where: 'production', sure: true },
  })
  expect(upcast({ type: 'other', v: 1, data: {} }, upcasters).v).toBe(1)
})
