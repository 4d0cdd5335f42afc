import { type Code, type Place, type Problem, problem, type Result } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { below, type JsonRecord, record } from '../fields.ts'
import { nearest } from '../../core/nearest.ts'

/** As many unknown fields tell enough: the file is of another kind. */
const MANY = 20

/** What a form needs to say where a mistake is, and to whom. */
export interface Desk {
  readonly file: string
  readonly shape: Shape
  readonly report: (problem: Problem) => void
}

/**
 * A hand-written mapping, read field by field. Every mistake is reported where it stands, with what was meant;
 * the rest is still read: a typing error at night must not lose a critical finding. An empty field is an absent one.
 */
export class Form {
  readonly pointer: string
  readonly #fields: JsonRecord
  readonly #desk: Desk
  readonly #asked = new Set<string>()

  constructor(fields: JsonRecord, pointer: string, desk: Desk) {
    this.#fields = fields
    this.pointer = pointer
    this.#desk = desk
  }

  /** The value as it stands: undefined where it is absent or empty. */
  value(key: string): Json | undefined {
    this.#asked.add(key)
    const found = Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined
    return found === null ? undefined : found
  }

  text(key: string): string | undefined {
    return this.#textIn(this.value(key), below(this.pointer, key), key)
  }

  /** One text, or a list of them. */
  texts(key: string): readonly string[] {
    return this.#each(key, (item, pointer) => this.#textIn(item, pointer, key))
  }

  /** A whole number from 1: a line, a column. */
  count(key: string): number | undefined {
    const value = this.value(key)
    if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1))
      return value as number | undefined
    return this.#wrongType(value, below(this.pointer, key), key, 'a whole number from 1')
  }

  /** One mapping, or a list of them, each with what reads it. */
  forms<T>(key: string, read: (form: Form) => T): readonly T[] {
    return this.#each(key, (item, pointer) => {
      const fields = record(item)
      return fields ? read(new Form(fields, pointer, this.#desk)) : this.#wrongType(item, pointer, key, 'a mapping')
    })
  }

  /** A text that has a form of its own: an instant, a digest. */
  parsed<T>(key: string, parse: (text: string) => Result<T>): readonly T[] {
    return this.#each(key, (item, pointer) => {
      const text = this.#textIn(item, pointer, key)
      const result = text === undefined ? undefined : parse(text)
      if (result?.ok === false) this.complain(result.problem.code, result.problem.message, result.problem.hint, pointer)
      return result?.ok ? result.value : undefined
    })
  }

  /** One of a few words. */
  word<W extends string>(key: string, words: readonly W[]): W | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const found = words.find((word) => word === text.trim().toLowerCase())
    if (found === undefined) {
      const meant = nearest(text.trim(), words)
      const hint = meant === undefined ? `It is one of ${words.join(', ')}.` : `Did you mean "${meant}"?`
      this.complain('finding/unknown-word', `${quoted(text)} is not a ${key}.`, hint, below(this.pointer, key))
    }
    return found
  }

  /** To be called when everything was asked for: what nobody asked for is a mistake. */
  done(): void {
    const unknown = Object.keys(this.#fields).filter((key) => !this.#asked.has(key))
    for (const key of unknown.slice(0, MANY)) {
      const meant = nearest(key, [...this.#asked])
      const hint =
        meant === undefined ? `What may stand here: ${[...this.#asked].join(', ')}.` : `Did you mean "${meant}"?`
      this.complain(
        'finding/unknown-key',
        `${quoted(key)} is not a field of a finding here.`,
        hint,
        below(this.pointer, key),
      )
    }
  }

  complain(code: Code, message: string, hint: string | undefined, pointer: string = this.pointer): void {
    this.#desk.report(problem(code, message, hint, this.place(pointer)))
  }

  place(pointer: string = this.pointer): Place {
    return { file: this.#desk.file, ...this.#desk.shape.place(pointer), pointer }
  }

  #each<T>(key: string, read: (item: Json, pointer: string) => T | undefined): readonly T[] {
    const value = this.value(key)
    if (value === undefined) return []
    const at = below(this.pointer, key)
    if (!Array.isArray(value)) return [read(value, at)].filter((item) => item !== undefined)
    return value.flatMap((item: Json, i) => read(item, below(at, i)) ?? [])
  }

  #textIn(value: Json | undefined, pointer: string, key: string): string | undefined {
    if (value === undefined || (typeof value === 'string' && /\S/.test(value))) return value
    return value === '' ? undefined : this.#wrongType(value, pointer, key, 'a text')
  }

  #wrongType(value: Json, pointer: string, key: string, expected: string): undefined {
    const hint =
      typeof value === 'number' && expected === 'a text'
        ? `Put it in quotes: ${key}: "${value}".`
        : `Write ${expected}.`
    this.complain('finding/wrong-type', `${quoted(value)} is not ${expected}, and ${key} is one.`, hint, pointer)
    return undefined
  }
}

const quoted = (value: Json): string => {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
