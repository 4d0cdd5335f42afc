import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TestRun } from '../../core/regression/run.ts'
import { ScanFault } from '../../scan/fault.ts'
import { sourceFrom } from '../reading.testing.ts'
import { readTestRun } from './read.ts'

const read = (text: string): TestRun | undefined => readTestRun(sourceFrom('run', text))
const suite = (inside: string, attributes = '') => read(`<testsuite name="S" ${attributes}>${inside}</testsuite>`)
const results = (run: TestRun | undefined) =>
  run?.results.map(({ group, name, outcome }) => `${group}: ${name} ${outcome}`)
const codes = (run: TestRun | undefined) => run?.problems.map(({ code }) => code)
const ctrf = (tests: unknown, more: object = {}, results: object = {}) =>
  read(JSON.stringify({ results: { tool: { name: 'jest' }, summary: more, tests, ...results } }))

describe('what each tool writes', () => {
  test('Surefire: one suite, its class in every test, tries again', () => {
    const run = read(`<?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="com.acme.LoginTest" time="1,234.5" tests="4" errors="1" skipped="1" failures="0">
        <properties><property name="java.version" value="21"/></properties>
        <testcase name="ok" classname="com.acme.LoginTest" time="0.1"/>
        <testcase name="broken" classname="com.acme.LoginTest"><error type="java.lang.NPE">at …</error><system-out>…</system-out></testcase>
        <testcase name="later" classname="com.acme.LoginTest"><skipped message="x"/></testcase>
        <testcase name="shaky" classname="com.acme.LoginTest"><flakyFailure type="E"/></testcase>
      </testsuite>`)
    expect(results(run)).toEqual([
      'com.acme.LoginTest: ok passed',
      'com.acme.LoginTest: broken failed',
      'com.acme.LoginTest: later skipped',
      'com.acme.LoginTest: shaky passed',
    ])
    expect(run?.results[3]).toMatchObject({ flaky: true })
    expect(codes(run)).toEqual([])
  })

  test('pytest: suites in a root, an expected failure is skipped, a time without a zone', () => {
    const run =
      read(`<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3"
        timestamp="2026-11-20T13:00:00.123456" hostname="ci">
      <testcase classname="tests.test_login" name="test_quote[a'b]" time="0.01"><failure message="assert">E</failure></testcase>
      <testcase classname="tests.test_login" name="test_known"><skipped type="pytest.xfail" message=""/></testcase>
      <testcase classname="tests.test_login" name="test_ok"/></testsuite></testsuites>`)
    expect(results(run)?.[0]).toBe("tests.test_login: test_quote[a'b] failed")
    expect(results(run)?.[1]).toContain('skipped')
    expect(run?.began).toEqual({ at: '2026-11-20T13:00:00.123Z', local: true })
  })

  test('Go: no skipped child has a text, a package is the class, times have a zone', () => {
    const run =
      read(`<testsuites tests="2" failures="0"><testsuite tests="2" failures="0" name="acme/login" timestamp="2026-11-20T14:00:00+01:00">
      <testcase classname="acme/login" name="TestQuote/inner"/><testcase classname="acme/login" name="TestSlow"><skipped message="short"/></testcase>
      </testsuite></testsuites>`)
    expect(results(run)).toEqual(['acme/login: TestQuote/inner passed', 'acme/login: TestSlow skipped'])
    expect(run?.began).toEqual({ at: '2026-11-20T13:00:00.000Z', local: false })
  })

  test('PHPUnit and Playwright: suites in suites, which name a test that has no class', () => {
    const run =
      read(`<testsuites><testsuite name="all" tests="2" assertions="5"><testsuite name="login.spec.ts" tests="2">
      <testcase name="page › opens" assertions="2"/><testcase name="page › closes" classname="closing" assertions="3"/>
      </testsuite></testsuite></testsuites>`)
    expect(results(run)).toEqual(['all › login.spec.ts: page › opens passed', 'closing: page › closes passed'])
    expect(run?.results.map(({ assertions }) => assertions)).toEqual([2, 3])
  })

  test('jest-junit: a file that does not load has an error and no test', () => {
    const run =
      read(`<testsuites name="jest" tests="1" failures="0" errors="1"><testsuite name="login.test.ts" errors="1" tests="0"/>
      <testsuite name="other" errors="0" tests="1"><testcase classname="other" name="a"/></testsuite></testsuites>`)
    expect(codes(run)).toEqual(['regression/failed-outside-tests'])
  })

  test('GoogleTest and Bazel: a state beside the elements', () => {
    const run =
      suite(`<testcase name="a" status="run" result="completed"/><testcase name="b" status="notrun" result="suppressed"/>
      <testcase name="c" status="run" result="interrupted"/><testcase name="d" status="failed"/>`)
    expect(results(run)).toEqual(['S: a passed', 'S: b skipped', 'S: c skipped', 'S: d failed'])
  })

  test('CTRF: suites or a file, pending and other were not run', () => {
    const run = ctrf(
      [
        { name: 'a', status: 'passed', suite: 'login > form', duration: 1 },
        { name: 'b', status: 'failed', suite: ['login', 'form'], duration: 1 },
        { name: 'c', status: 'pending', filePath: 'c.spec.ts', duration: 0 },
        { name: 'd', status: 'other', duration: 0, flaky: true },
      ],
      { tests: 4, passed: 1, failed: 1, start: 1_795_183_200_000, stop: 1_795_183_201_000 },
      { environment: { appName: 'payments' } },
    )
    expect(results(run)).toEqual([
      'login > form: a passed',
      'login › form: b failed',
      'c.spec.ts: c skipped',
      ': d skipped',
    ])
    expect(run).toMatchObject({ format: 'ctrf', product: 'payments', problems: [], began: { local: false } })
  })
})

test('a report that announces more than it shows did not finish', () => {
  expect(codes(suite('<testcase name="a"/>', 'tests="2"'))).toEqual(['regression/incomplete'])
  expect(codes(suite('<testcase name="a"/>', 'tests="1" failures="1"'))).toEqual(['regression/failed-outside-tests'])
  expect(codes(suite('<testcase name="a"/><testcase name="b"/>', 'tests="1"'))).toEqual([])
  expect(codes(ctrf([{ name: 'a', status: 'passed' }], { tests: 3 }))).toEqual(['regression/incomplete'])
  expect(codes(ctrf([{ name: 'a', status: 'passed' }], { tests: 1, failed: 1 }))).toEqual([
    'regression/failed-outside-tests',
  ])
})

test('a suite that lost all of its tests is found within a report that is otherwise whole', () => {
  const run = read(`<testsuites><testsuite name="a" tests="1"><testcase name="x"/></testsuite>
    <testsuite name="b" tests="7"></testsuite></testsuites>`)
  expect(run?.problems[0]).toMatchObject({ code: 'regression/incomplete', at: { pointer: '/testsuites/testsuite[2]' } })
})

test('a test without a name, or with a status that nobody knows, is damage and said with its place', () => {
  expect(suite('<testcase name="a"/><testcase classname="C"/>')?.problems).toMatchObject([
    { code: 'regression/malformed', at: { pointer: '/testsuite/testcase[2]' } },
  ])
  expect(ctrf([{ name: 'a', status: 'exploded' }, null])?.problems).toMatchObject([
    { code: 'regression/malformed', at: { pointer: '/results/tests/0' } },
    { code: 'regression/malformed' },
  ])
})

test.each([
  '<html/>',
  '<assemblies><assembly/></assemblies>',
  '{"runs": []}',
  '{"results": {"tests": []}}',
  '[]',
  'tests: 3',
])('%s is no test run', (text) => expect(read(text)).toBeUndefined())

test('what a test printed is passed over, wherever it stands', () => {
  const out = `<system-out><![CDATA[${'<testcase name="no"/>'.repeat(100)}]]></system-out>`
  expect(
    results(
      read(`<testsuites>${out}<testsuite name="S">${out}<testcase name="a">${out}</testcase></testsuite></testsuites>`),
    ),
  ).toEqual(['S: a passed'])
})

const SOUND = [
  '<testsuites tests="3"><testsuite name="S" tests="2" failures="1"><testcase name="a" classname="C"/><testcase name="b"><failure message="x">y</failure></testcase></testsuite><testsuite name="T"><testcase name="c"><skipped/></testcase></testsuite></testsuites>',
  JSON.stringify({
    results: {
      summary: { tests: 2, failed: 1 },
      tests: [
        { name: 'a', status: 'passed' },
        { name: 'b', status: 'failed' },
      ],
    },
  }),
]

test('however a report is cut or damaged, it is read, refused with its place, or no run; it never crashes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SOUND),
      fc.nat(400),
      fc.nat(6),
      fc.constantFrom('', '<', '"', '</testsuite>', '{', ',', '&x;', '<testcase/>', '\0', 'null'),
      (text, at, drop, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + drop)
        try {
          const run = read(damaged)
          if (run) for (const { name } of run.results) expect(name).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(ScanFault)
          expect((error as ScanFault).at).toBeDefined()
        }
      },
    ),
    { numRuns: 800 },
  )
})

test('a report that is cut off anywhere is never a whole one', () => {
  for (const text of SOUND)
    for (let end = 1; end < text.length; end++)
      expect(() => read(text.slice(0, end)), text.slice(0, end)).toThrow(ScanFault)
})
