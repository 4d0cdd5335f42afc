import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdpoint } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()

const compare = (...args: readonly string[]) => holdpoint('regression', 'compare', ...args)

const suite = (tests: string, attributes = '') =>
  `<?xml version="1.0"?>\n<testsuites><testsuite name="LoginTest" ${attributes}>${tests}</testsuite></testsuites>\n`
const passed = (name: string) => `<testcase classname="LoginTest" name="${name}"/>`
const failed = (name: string) => `<testcase classname="LoginTest" name="${name}"><failure message="no"/></testcase>`

const base = write('base.xml', suite(passed('accepts a user') + passed('rejects a quote') + failed('is slow')))

test('a candidate that is no worse passes', () => {
  const candidate = write(
    'good.xml',
    suite(passed('accepts a user') + passed('rejects a quote') + passed('is slow') + passed('is new')),
  )
  const { exit, out, err } = compare(base, candidate)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  expect(out).toMatch(/^NO WORSE {2}4 tests ran\.\n/)
  expect(out).toContain('fixed          LoginTest › is slow  failed before, passes now')
})

test('a candidate with new failures or lost tests does not, and says which', () => {
  const candidate = write('bad.xml', suite(failed('accepts a user') + failed('is slow')))
  const { exit, out } = compare(base, candidate)
  expect(exit).toBe(3)
  expect(out).toMatch(/^WORSE {2}1 new failure, 1 gone\.\n/)
  expect(out).toContain('new failure    LoginTest › accepts a user  passed before, fails now')
  expect(out).toContain('gone           LoginTest › rejects a quote  passed before, not in this run')
  expect(out).not.toContain('\u001B')
})

test('machines get the counts that a case records, and both digests', () => {
  const candidate = write('fewer.xml', suite(passed('accepts a user') + passed('is slow')))
  const { exit, out } = compare(base, candidate, '--json')
  expect(exit).toBe(3)
  expect(JSON.parse(out)).toMatchObject({
    schema: 'holdpoint/regression/v1',
    decision: 'worse',
    base: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), tests: 3, passed: 2, failed: 1, skipped: 0 },
    candidate: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    comparison: { tests: 2, new_failures: 0, gone: 1, skipped: 0, weakened: 0, renamed: 0 },
    problems: [],
  })
})

test('what nobody can tell is 4, with a place and a next step', () => {
  const cut = write('cut.xml', suite(passed('accepts a user')).slice(0, -20))
  expect(compare(base, cut)).toMatchObject({
    exit: 4,
    out: '',
    err: expect.stringMatching(/cut\.xml:2:\d+ {2}xml\/truncated/),
  })
  const empty = write('empty.xml', suite(''))
  expect(compare(base, empty)).toMatchObject({ exit: 4, out: expect.stringContaining('regression/no-tests') })
  const part = write('part.xml', suite(passed('accepts a user') + passed('rejects a quote'), 'tests="9"'))
  expect(compare(base, part)).toMatchObject({ exit: 4, out: expect.stringContaining('announces 9 tests and has 2') })
  const bomb = write('bomb.xml', suite(passed('&a;')).replace('<testsuites', '<!DOCTYPE x [<!ENTITY a "ha">]>$&'))
  expect(compare(base, bomb)).toMatchObject({ exit: 4, err: expect.stringContaining('xml/doctype') })
  const other = write('other.json', '{"version": "2.1.0", "runs": []}')
  expect(compare(base, other)).toMatchObject({ exit: 4, err: expect.stringContaining('regression/unknown-format') })
  expect(compare(base, base)).toMatchObject({ exit: 4, out: expect.stringContaining('regression/same-run') })
  expect(JSON.parse(compare(base, part, '--json').out)).toMatchObject({ decision: 'unknown', comparison: null })
  const missing = compare(base, join(folder, 'none.xml'), '--json')
  expect(missing).toMatchObject({ exit: 4 })
  expect(JSON.parse(missing.out)).toMatchObject({ decision: 'unknown', problems: [{ code: 'file/missing' }] })
})

test('wrong usage is 2', () => {
  expect(compare(base)).toMatchObject({ exit: 2, out: '' })
  expect(compare(base, base, base)).toMatchObject({ exit: 2, out: '' })
})

test('a folder is one run of many files, and what is no test report in it is passed over', () => {
  const many = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(folder, name))
    for (const [file, text] of Object.entries(files)) write(join(name, file), text)
    return join(folder, name)
  }
  const before = many('before', { 'A.xml': suite(passed('a')), 'B.xml': suite(passed('b')), 'B.txt': 'Tests run: 1' })
  const after = many('after', { 'A.xml': suite(passed('a')), 'B.xml': suite(failed('b')), 'B.txt': 'Tests run: 1' })
  expect(compare(before, after)).toMatchObject({
    exit: 3,
    out: expect.stringContaining('LoginTest › b  passed before'),
  })
  write('after/C.xml', '<testsuite>')
  expect(compare(before, after)).toMatchObject({ exit: 4, err: expect.stringContaining('C.xml:1:12  xml/truncated') })
})

test('names of tests are text, whatever they hold', () => {
  const hostile = '&#x1b;[2J&#x202e;::set-output name=x::y&#10;  new line ${jndi:x}'.replace('&#x1b;', '\u009b')
  const candidate = write(
    'hostile.xml',
    suite(passed('accepts a user') + failed(hostile) + failed('x'.repeat(100_000))),
  )
  const { exit, out } = compare(base, candidate)
  expect(exit).toBe(3)
  // oxlint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|^\s*::|\n {2}new line/)
  expect(out.length).toBeLessThan(5000)
})
