import { describe, difference, score } from '../../../src/core/score/index.ts'
import { scoredJson } from '../../../src/writers/json/score.ts'
import { refusalText, scoreText } from '../../../src/writers/terminal/score.ts'
import { textOf, utf8 } from '../memory.ts'
import { harmless, tenth } from '../promises.ts'
import { must, type Target } from '../target.ts'
import { plain } from './reports.ts'

const SEEDS = [
  'AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H',
  'CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:C/C:L/I:N/A:L/E:P/RL:T/RC:R',
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/CR:H/IR:L/AR:X/MAV:P/MAC:H/MPR:L/MUI:R/MS:C/MC:N/MI:L/MA:H',
  'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  'CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:P/VC:L/VI:N/VA:L/SC:H/SI:L/SA:N/E:P/CR:H/MAV:P/MSI:S/S:P/AU:Y/R:U/V:C/RE:M/U:Amber',
]
const BASIS = score(SEEDS[2]!)

/** A CVSS vector of any version: an exact score that can be explained, or a refusal with the column. */
export const scores: Target = {
  name: 'cvss',
  seeds: SEEDS.map(utf8),
  check(input) {
    const vector = textOf(input)
    if (vector === undefined) return
    const result = score(vector)
    JSON.parse(JSON.stringify(scoredJson(vector, result)))
    if (!result.ok) {
      const { code, message, column } = result.problem
      must(code.startsWith('cvss/') && message !== '', 'a refusal has a code and says what is wrong', () => code)
      must(column >= 1 && column <= vector.length + 1, 'a refusal stands within the vector', () => `${column}`)
      harmless(refusalText(vector, result.problem, plain), 'the text of a refusal')
      return
    }
    const { base, temporal = 0, threat = 0, environmental = 0, score: whole } = result.value
    must([base, temporal, threat, environmental, whole].every(tenth), 'a score is a tenth within 0 … 10', () => vector)
    must(JSON.stringify(score(vector)) === JSON.stringify(result), 'a score is the same each time')
    harmless(scoreText(result.value, describe(result.value), plain), 'the text of a score')
    if (BASIS.ok) harmless(difference(BASIS.value, result.value), 'the text of a difference')
  },
}
