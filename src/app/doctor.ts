import { EXIT } from '../core/gate/verdict.ts'
import { plain } from '../core/plain.ts'
import { jsonText } from '../writers/json/text.ts'
import { type Answer, print, refusal } from './answer.ts'
import { placeOf, placeText } from './place.ts'
import type { Check, Ports, Style } from './ports.ts'

/** `holdpoint doctor`: every check of a store, and exit 2 where something is broken. */
export async function doctor(folder: string | undefined, json: boolean, ports: Ports): Promise<Answer> {
  const place = placeOf(folder === undefined ? {} : { data: folder }, ports.stores.words, 'join-or-start')
  if (!place.ok) return refusal([place.problem], ports)
  return diagnosis(`The store in ${placeText(place.value)}`, await ports.doctor.examine(place.value), json, ports)
}

/** What was looked at, and how it is. */
export function diagnosis(of: string, checks: readonly Check[], json: boolean, ports: Ports): Answer {
  const broken = checks.some(({ state }) => state === 'broken')
  const text = json
    ? `${jsonText({ schema: 'holdpoint/doctor/v1', of, broken, checks }, 2)}\n`
    : checksText(of, checks, ports.terminal.style)
  return print(text, ports, broken ? EXIT.usage : EXIT.clear)
}

const COLOURS = { fine: 'green', warning: 'yellow', broken: 'red' } as const

function checksText(of: string, checks: readonly Check[], style: Style): string {
  const width = Math.max(...checks.map(({ what }) => what.length))
  const lines = checks.flatMap(({ what, state, detail, hint }) => [
    ...detail.split('\n').map((line, index) => {
      const head =
        index === 0 ? `${style(COLOURS[state], state.padEnd(7))}  ${what.padEnd(width)}` : ' '.repeat(9 + width)
      return `${head}  ${plain(line, 500)}`
    }),
    ...(hint ? [`${' '.repeat(11 + width)}${style('cyan', 'hint:')} ${plain(hint, 500)}`] : []),
  ])
  return `${plain(of, 500)}\n\n${lines.join('\n')}\n`
}
