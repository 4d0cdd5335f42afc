import { expect, expectTypeOf, test } from 'vitest'
import type { WishOf, WishType } from './command.ts'
import { EVENTS } from './event.ts'
import type { ObjectOf } from './schema.ts'
import { readWish, WISHES } from './wish.ts'

test('what is read as a wish is the wish that rules decide on', () => {
  expectTypeOf<{ [T in WishType]: { readonly type: T } & ObjectOf<(typeof WISHES)[T]> }>().toExtend<{
    [T in WishType]: WishOf<T>
  }>()
})

test('a wish says what its rule needs, and no more', () => {
  expect(readWish('lift', { candidate: 3, line: 'ends' })).toEqual({
    ok: true,
    value: { type: 'lift', candidate: 3, line: 'ends' },
  })
  expect(readWish('lift', { candidate: 3 })).toMatchObject({ ok: false, problem: { message: '"line" is missing.' } })
  expect(readWish('lift', { candidate: 3, line: 'ends', by: 'ana' })).toMatchObject({
    ok: false,
    problem: { pointer: '/by' },
  })
})

test('every schema says what it looks like', () => {
  const forms = (fields: object): string[] =>
    Object.values(fields).flatMap((schema) => {
      const { form } = schema as (typeof EVENTS)['case_opened']['name']
      if (form.is === 'list') return [form.is, ...forms({ item: form.item })]
      if (form.is === 'object') return [form.is, ...forms(form.fields)]
      if (form.is === 'variant') return [form.is, ...Object.values(form.variants).flatMap(forms)]
      return [form.is]
    })
  expect(new Set(Object.values({ ...EVENTS, ...WISHES }).flatMap(forms))).toEqual(
    new Set(['text', 'word', 'flag', 'number', 'list', 'object', 'variant', 'sealed']),
  )
})
