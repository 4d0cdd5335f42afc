import { EXIT } from '../core/gate/verdict.ts'
import { jsonText } from '../writers/json/text.ts'
import {
  answersText,
  deliveredText,
  deliveriesText,
  type Shown,
  type ShownAnswer,
  type ShownDelivery,
} from '../writers/terminal/deploying.ts'
import { type Answer, print } from './answer.ts'
import type { Ports } from './ports.ts'
import { exitOf, type Heard, unheard } from './remote.ts'

/** `holdpoint delivered`: exit 3 where what was deployed is held, so that the pipeline that did it says so. */
export function heardDelivery(heard: Heard<ShownDelivery>, json: boolean, ports: Ports): Answer {
  if (!heard.ok) return unheard(heard, ports, exitOf(heard.status))
  const { value } = heard
  const text = json ? `${jsonText(value, 2)}\n` : deliveredText(value, ports.terminal.style)
  return print(text, ports, value.alarmed.length > 0 ? EXIT.held : EXIT.clear)
}

/** `holdpoint deliveries`: what was deployed of a product, or of one version of it. */
export function heardDeliveries(
  heard: Heard<{ readonly deliveries: readonly Shown[] }>,
  release: string,
  json: boolean,
  ports: Ports,
): Answer {
  if (!heard.ok) return unheard(heard, ports, exitOf(heard.status))
  return print(json ? `${jsonText(heard.value, 2)}\n` : deliveriesText(heard.value.deliveries, release), ports)
}

/** `holdpoint answers` */
export function heardAnswers(heard: Heard<{ readonly answers: readonly ShownAnswer[] }>, json: boolean, ports: Ports) {
  if (!heard.ok) return unheard(heard, ports, exitOf(heard.status))
  const { answers } = heard.value
  return print(json ? `${jsonText(heard.value, 2)}\n` : answersText(answers, ports.terminal.style), ports)
}
