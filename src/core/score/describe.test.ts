import { expect, test } from 'vitest'
import { describe, difference } from './index.ts'
import { clauseOf } from './describe.ts'
import { BY_VERSION, scored } from './vectors.testing.ts'

const V40 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
const between = (before: string, after: string) => difference(scored(before), scored(after))

test.each(BY_VERSION)(
  'v%s: every value of every metric says something of its own, in plain words',
  (_, { metrics }) => {
    for (const metric of metrics) {
      const clauses = [0, ...metric.values.keys()].map((_, level) => clauseOf(metric, level))
      expect(new Set(clauses).size).toBe(metric.values.length + 1)
      for (const clause of clauses) expect(clause).toMatch(/^[a-z][\w ,'-]+[a-z]$|VPN$/i)
    }
  },
)

test('a vector is described in the order in which it is written', () => {
  expect(describe(scored('CVSS:3.1/PR:N/AV:N/AC:L/UI:N/S:U/C:H/I:H/A:H/E:X')).slice(0, 2)).toEqual([
    {
      metric: 'PR',
      value: 'N',
      name: 'Privileges Required: None',
      says: 'An attacker needs no account.',
      group: 'base',
    },
    {
      metric: 'AV',
      value: 'N',
      name: 'Attack Vector: Network',
      says: 'It can be attacked from anywhere on the network.',
      group: 'base',
    },
  ])
})

test('what is not defined, modified or supplemental is said too', () => {
  const said = describe(scored(`${V40}/E:X/MAV:L/MSI:S/U:Amber`)).slice(11)
  expect(said.map(({ name, says, group }) => [name, says, group])).toEqual([
    ['Exploit Maturity: Not Defined', 'Nothing is said about the exploit maturity.', 'threat'],
    [
      'Modified Attack Vector: Local',
      'In our environment, an attacker must be able to run or open something on the machine.',
      'environmental',
    ],
    [
      'Modified Subsequent System Integrity: Safety',
      'In our environment, people could be injured through what can be changed.',
      'environmental',
    ],
    ['Provider Urgency: Amber', 'The supplier sees moderate urgency.', 'supplemental'],
  ])
})

test('what was learned between two vectors is one sentence', () => {
  expect(between(V40, V40.replace('PR:L', 'PR:N'))).toBe(
    'Now an attacker needs no account (PR:L → PR:N): the score rises from 8.7 (high) to 9.3 (critical).',
  )
})

test('after three changes the others are named only', () => {
  expect(between(V40, `${V40.replace('PR:L/UI:N/VC:H/VI:H', 'PR:H/UI:A/VC:L/VI:L')}/E:P`)).toBe(
    "Now an attacker needs an administrator's account (PR:L → PR:H); a user must be brought to do something unusual," +
      ' such as dismiss a warning (UI:N → UI:A); some data of the system can be read (VC:H → VC:L); and' +
      ' also VI:H → VI:L, E:X → E:P: the score falls from 8.7 (high) to 5.3 (medium).',
  )
})

test('vectors that say the same in another order, or with X written out, do not differ', () => {
  expect(
    between('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS:3.1/AC:L/AV:N/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X'),
  ).toBe('Both vectors say the same: the score stays at 9.8 (critical).')
})

test('between two versions only what both can say is compared', () => {
  const v31 = 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:H'
  expect(between(v31, V40)).toBe(
    'Scored by CVSS 4.0 instead of 3.1, and now no user has to do anything (UI:R → UI:N): the score rises from' +
      ' 8.0 (high) to 8.7 (high).',
  )
  expect(between('AV:N/AC:L/Au:S/C:C/I:C/A:C', V40)).toContain(
    'Scored by CVSS 4.0 instead of 2.0, and nothing else is new',
  )
  expect(between(v31.replace('3.1', '3.0'), v31)).toBe(
    'Scored by CVSS 3.1 instead of 3.0, and nothing else is new: the score stays at 8.0 (high).',
  )
})

test('a score of zero is called none, as CVSS calls it', () => {
  const none = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N'
  expect(between(none.replace('C:N', 'C:L'), none)).toContain('falls from 5.3 (medium) to 0.0 (none)')
})
