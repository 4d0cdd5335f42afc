import { EXIT } from '../core/gate/verdict.ts'
import { plain } from '../core/plain.ts'
import { jsonText } from '../writers/json/text.ts'
import { type Answer, print } from './answer.ts'
import type { Check, Ports, Style } from './ports.ts'

/** `holdpoint doctor`: every check of the embedded database, and exit 2 where one is broken. */
export async function doctor(folder: string | undefined, json: boolean, ports: Ports): Promise<Answer> {
  const data = folder ?? ports.data.path
  const checks = await ports.doctor.examine(data)
  const broken = checks.some(({ state }) => state === 'broken')
  const text = json
    ? `${jsonText({ schema: 'holdpoint/doctor/v1', data, broken, checks }, 2)}\n`
    : checksText(data, checks, ports.terminal.style)
  return print(text, ports, broken ? EXIT.usage : EXIT.clear)
}

const COLOURS = { fine: 'green', warning: 'yellow', broken: 'red' } as const

function checksText(data: string, checks: readonly Check[], style: Style): string {
  const width = Math.max(...checks.map(({ what }) => what.length))
  const lines = checks.flatMap(({ what, state, detail, hint }) => [
    ...detail.split('\n').map((line, index) => {
      const head =
        index === 0 ? `${style(COLOURS[state], state.padEnd(7))}  ${what.padEnd(width)}` : ' '.repeat(9 + width)
      return `${head}  ${plain(line, 500)}`
    }),
    ...(hint ? [`${' '.repeat(11 + width)}${style('cyan', 'hint:')} ${plain(hint, 500)}`] : []),
  ])
  return `The embedded database in ${plain(data, 500)}\n\n${lines.join('\n')}\n`
}
