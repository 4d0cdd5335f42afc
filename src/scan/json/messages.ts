import { Stop } from './stop.ts'

export const REMAKE = 'Make the report again, or check what wrote or edited it.'

const LONGEST = 60

/** A piece of the report, quoted for a message: never longer than a line. */
export function quoted(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return JSON.stringify(short)
}

export const unicodeName = (point: number): string => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`

export const duplicateKey = (key: string, offset: number): Stop =>
  new Stop(
    'json/duplicate-key',
    `the name ${quoted(key)} stands twice in one object`,
    'Programs disagree on which of the two counts, so neither does: remove one, or repair what wrote the report.',
    offset,
  )

const FOREIGN: Readonly<Record<string, string>> = {
  NaN: 'JSON has no NaN: write null, or leave it out.',
  Infinity: 'JSON has no Infinity: write null, or leave it out.',
  undefined: 'JSON has no undefined: write null, or leave it out.',
  None: 'This is Python: write it with json.dumps, which makes null, true and false.',
  True: 'This is Python: write it with json.dumps, which makes null, true and false.',
  False: 'This is Python: write it with json.dumps, which makes null, true and false.',
  "'": 'JSON wants double quotes.',
  '/': 'JSON has no comments: remove them.',
  '#': 'JSON has no comments: remove them.',
  '<': 'This looks like XML or HTML: perhaps an error page was saved in place of the report.',
  ',': 'Remove a comma, or add what is missing before it.',
}

/** What may help somebody who wrote `word` where JSON wants something else. */
export const hintFor = (word: string): string => (Object.hasOwn(FOREIGN, word) ? FOREIGN[word]! : REMAKE)
