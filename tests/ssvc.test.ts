import { expect, test } from 'vitest'
import { holdpoint } from './holdpoint.testing.ts'

const ssvc = (...args: readonly string[]) => holdpoint('ssvc', ...args)

const INPUTS = [
  'exploitation=poc',
  'exposure=open',
  'automatable=yes',
  'safety_impact=critical',
  'mission_impact=mef_failure',
]

test('a decision table answers with its outcome, its inputs and its row', () => {
  expect(ssvc('deployer', ...INPUTS)).toEqual({
    exit: 0,
    out: [
      'Out-of-Cycle  Priority',
      '  Exploitation: Public PoC',
      '  System Exposure: Open',
      '  Automatable: Yes',
      '  Human Impact: High  (row 11 of Human Impact)',
      '    Safety Impact: Critical',
      '    Mission Impact: MEF Failure',
      '',
      'Row 47 of 72 of Deployer Patch Application Priority (ssvc:DT_DP:1.0.0), SSVC of CERT/CC.',
      '',
    ].join('\n'),
    err: '',
  })
})

test('the same, for machines, with the versions of table and points', () => {
  const { out } = ssvc(
    'bod-26-04',
    'publicly_exposed=Y',
    'KEV=y',
    'automatable=no',
    'technical_impact=partial',
    '--json',
  )
  expect(JSON.parse(out)).toMatchObject({
    table: 'cisa:DT_BOD2604:1.0.0',
    outcome: { point: 'cisa:BOD2604:1.0.0', key: '14D', title: '14 days' },
    inputs: [{ point: 'cisa:PE:1.0.0', word: 'yes' }, { name: 'kev', word: 'yes' }, {}, {}],
  })
})

test.each([
  [['deployr'], 'ssvc/unknown-table', 'Did you mean "deployer"?'],
  [['utility'], 'ssvc/missing-input', 'automatable is missing.'],
  [['utility', 'automatable=yes', 'value_density=difuse'], 'ssvc/unknown-value', 'Did you mean "diffuse"?'],
  [['utility', 'automatable=yes', 'value_density=diffuse', 'x=y'], 'ssvc/unknown-input', 'value_density'],
  [['utility', 'automatable=yes', 'automatable=no'], 'ssvc/given-twice', 'automatable'],
  [['utility', 'automatable'], 'ssvc/unreadable', 'exploitation=poc'],
])('wrong input is exit 2 with a reason and a suggestion: %j', (args, code, said) => {
  const { exit, out, err } = ssvc(...args)
  expect({ exit, out }).toEqual({ exit: 2, out: '' })
  expect(err).toContain(code)
  expect(err).toContain(said)
})
