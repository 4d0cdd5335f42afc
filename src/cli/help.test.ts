import { Command } from 'commander'
import { expect, test } from 'vitest'
import type { ServingPorts } from '../app/ports/serving.ts'
import { GROUPS } from './program.ts'
import { arranged, HELP, usageOf } from './help.ts'

const program = new Command('holdpoint')
for (const group of GROUPS) group(program, { ports: {} as ServingPorts, version: '0', answered: () => {} })
arranged(program)

test('every command stands in one group of the help, and every name there is a command', () => {
  const listed = HELP.flatMap(([, names]) => names)
  expect(listed.toSorted()).toEqual([...program.commands.map((one) => one.name()), 'help'].toSorted())
})

test('the help begins with what stops a release', () => {
  const text = program.helpInformation()
  expect(text).not.toContain('More:')
  expect(text.indexOf('  hold [options]')).toBeLessThan(text.indexOf('  serve [options]'))
  const headings = HELP.map(([heading]) => text.indexOf(`\n${heading}\n`))
  expect(headings).toEqual(headings.toSorted((a, b) => a - b))
  expect(headings[0]).toBeGreaterThan(0)
})

test('whoever wrote a command wrongly is told how that command is written', () => {
  expect(usageOf(program, ['gate'])).toContain('holdpoint gate [options] <product@version>')
  expect(usageOf(program, ['hold', 'withdraw', '--x'])).toContain('`holdpoint hold withdraw --help`')
  expect(usageOf(program, ['--x'])).toContain('holdpoint --help')
})
