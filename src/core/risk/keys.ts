import { INPUT_NAMES, type InputName } from './inputs.ts'

/** `attackChance30Days` as files and machines have it: `attack_chance_30_days`. */
export const snake = (name: string): string => name.replaceAll(/[A-Z]|(?<!\d)\d/g, (start) => `_${start.toLowerCase()}`)

/** Every input of a case under the name that it has in a file. */
export const INPUT_KEYS: ReadonlyMap<string, InputName> = new Map(INPUT_NAMES.map((name) => [snake(name), name]))
