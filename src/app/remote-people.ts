import { addMillis, DAY, type Instant } from '../core/instant.ts'
import { peopleText, type ShownPeople } from '../writers/terminal/people.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'
import { type Heard, heardAs } from './remote.ts'

/** `holdpoint people list` */
export const heardPeople = (heard: Heard<ShownPeople>, json: boolean, ports: Ports): Answer =>
  heardAs(heard, (value) => peopleText(value, ports.terminal.style), json, ports)

/** `holdpoint people token`: the secret, once, and nothing else. */
export const heardToken = (heard: Heard<{ readonly token: string }>, json: boolean, ports: Ports): Answer =>
  heardAs(heard, ({ token }) => `${token}\n`, json, ports)

/** Something that was wished of people, or was so already. */
export const heardDone = (
  heard: Heard<{ readonly entries: readonly number[] }>,
  done: string,
  json: boolean,
  ports: Ports,
): Answer => heardAs(heard, ({ entries }) => (entries.length > 0 ? `${done}\n` : 'That was so already.\n'), json, ports)

/** So many days from now. */
export const inDays = (days: number, { clock }: Ports): Instant => addMillis(clock.now(), days * DAY)
