import type { Actor } from '../ids.ts'
import { ok, refuse, type Result } from '../problem.ts'

const SHORTEST = 12
const LONGEST = 200
const FEWEST_DIFFERENT = 5

/** Words that lists of stolen passwords are full of: alone, repeated, or with digits around them, they are guessed first. */
const COMMON = new Set(
  'password passwort passw0rd p4ssword letmein welcome qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl iloveyou administrator admin superuser monkey dragon football baseball sunshine princess starwars trustno1 changeme secret master login shadow whatever freedom hello computer internet michael jordan superman batman holdpoint release abc abcdef abcdefgh test testing default guest zaq12wsx 1q2w3e4r correcthorsebatterystaple'.split(
    ' ',
  ),
)

/**
 * Whether a password is worth hashing: its length counts, not its kinds of characters.
 *
 * @source NIST SP 800-63B, section 3.1.1.2: length, a list of common ones, nothing that the service and the name suggest
 */
export function judgePassword(password: string, person: Actor): Result<string> {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < SHORTEST)
    return refuse(
      'people/password-short',
      `This password has ${length} characters.`,
      `Take ${SHORTEST} or more; a few words will do.`,
    )
  if (length > LONGEST)
    return refuse('people/password-long', `This password has ${length} characters.`, `Take at most ${LONGEST}.`)
  return isCommon(text.toLowerCase(), person)
    ? refuse(
        'people/password-common',
        'This password is easily guessed.',
        'Take several words that have nothing to do with each other, with you, or with Holdpoint.',
      )
    : ok(text)
}

function isCommon(text: string, person: Actor): boolean {
  if (new Set(text).size < FEWEST_DIFFERENT || isRun(text)) return true
  const words = text.split(/[^\p{L}]+/u).filter((word) => word.length > 2)
  const told = words.filter((word) => !COMMON.has(word) && !COMMON.has(once(word)) && word !== person.toLowerCase())
  return COMMON.has(text) || (words.length > 0 && told.length === 0 && new Set(words).size < 4)
}

/** `abab` is one `ab`. */
const once = (word: string): string => /^(.+?)\1+$/u.exec(word)?.[1] ?? word

/** Each character the next of the one before, up or down: 123456789012, abcdefghijkl. */
function isRun(text: string): boolean {
  let steps = 0
  for (let i = 1; i < text.length; i++) {
    const by = text.charCodeAt(i) - text.charCodeAt(i - 1)
    if (by === 1 || by === -1 || by === -9 || by === 0) steps++
  }
  return steps >= text.length - 2
}
