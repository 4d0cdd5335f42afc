import { INPUTS } from '../../core/risk/inputs.ts'
import { exposureText } from '../svg/exposure.ts'
import { lossCurveText } from '../svg/loss-curve.ts'
import { tornadoText } from '../svg/tornado.ts'
import type { Style } from '../terminal/problem.ts'
import { amount } from './amounts.ts'
import { givenTable } from './given.ts'
import { block, columnsText, safe, section, WIDTH, wrapped } from './layout.ts'
import { lawLines } from './law.ts'
import { exposurePicture, lossPicture, tornadoPicture } from './pictures.ts'
import type { OptionsReport } from './report.ts'
import { tailTable } from './table.ts'
import { inputWords, whoKnows } from './words.ts'

/** One step further: the tail, the curves, what each input is worth knowing, where every figure comes from, the law. */
export function furtherText(report: OptionsReport, style: Style): string {
  const tornado = tornadoPicture(report)
  return [
    block('The tail, and how sure the order is', columnsText(tailTable(report, safe)).join('\n'), style),
    wrapped(
      'Loss event: chance of at least one. CVaR 95: mean of the worst 5 %. Lowest: chance of the lowest expected cost, given what is not known. Regret: what it costs on average against choosing with full knowledge. SE: of the expected cost.',
    ),
    tornado ? block(`What moves the difference: ${tornado.axis}`, tornadoText(tornado, WIDTH - 4), style) : '',
    block('Chance of a larger loss', lossCurveText(lossPicture(report), WIDTH - 4), style),
    block('How long it stays open', exposureText(exposurePicture(report), WIDTH - 4), style),
    section('What knowing is worth, at most', worthLines(report), style),
    section(
      'Still open, the most telling first',
      report.open.map(({ input, question }) => `${question} (${inputWords(input)}; ask ${whoKnows(input)})`),
      style,
    ),
    block('Every figure', columnsOfGiven(report), style),
    section('What law may come to', report.law ? lawLines(report.law) : [], style),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function worthLines({ comparison: { information, currency } }: OptionsReport): readonly string[] {
  const worth = information.inputs.filter(({ worth }) => worth >= 1).slice(0, 5)
  return [
    `Everything: ${currency} ${amount(information.everything)}`,
    ...worth.map((one) => `${INPUTS[one.name].label}: ${amount(one.worth)}`),
  ]
}

/** Texts to the left, all of them: this table is read, not added up. */
function columnsOfGiven(report: OptionsReport): string {
  const { rows } = givenTable(report, safe)
  return rows
    .map(([figure = '', value = '', from = '']) => `${figure.padEnd(30)}  ${value.padEnd(34)}  ${from}`.trimEnd())
    .join('\n')
}
