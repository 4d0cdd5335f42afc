import { canonical } from '../log/canonical.ts'
import { encodeEntry } from '../log/codec.ts'
import type { EntryData } from '../log/entry.ts'
import { formatKey } from '../log/key.ts'
import { bundle, node, signer, value } from '../log/log.testing.ts'
import { story } from './story.testing.ts'

/** The files of the example case, the same each time: the case with its words, and its log, signed with the key of the tests. */
export function example(): Readonly<Record<string, string | Uint8Array>> {
  const { events, openings, rules, told } = story(node.sha256)
  const entries = events.map((event) => value(encodeEntry({ ...event, data: event.data as unknown as EntryData })))
  const lines = events.map((event) => {
    const seals = JSON.stringify(event.data).match(/(?<="sealed":")[0-9a-f]{64}(?=")/g) ?? []
    const opened = Object.fromEntries(seals.map((seal) => [seal, { ...openings.get(seal)! }]))
    return value(canonical({ entry: event as unknown as EntryData, openings: opened }))
  })
  const wishes = told.map(({ at, by, wish: { type, ...said } }) => {
    const words = JSON.stringify(said).replaceAll(/\{"sealed":"([0-9a-f]{64})"\}/g, (_, sealed: string) =>
      JSON.stringify(openings.get(sealed)!.value),
    )
    return value(canonical({ at, by, type, said: JSON.parse(words) as EntryData }))
  })
  const people = [...rules.people].map(([name, [grant]]) => `  ${name}: ${grant!.role}\n`)
  return {
    'case.jsonl': `${lines.join('\n')}\n`,
    'wishes.jsonl': `${wishes.join('\n')}\n`,
    'log.bundle': bundle(entries),
    'log.pub': `${formatKey(signer(1).key)}\n`,
    'people.yaml': `# Who is who in the example case.\nschema: holdpoint/people/v1\npeople:\n${people.join('')}`,
  }
}
