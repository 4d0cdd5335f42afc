import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlaceWords, placeOf, placeText } from './place.ts'

const place = (options: PlaceWords, environment: PlaceWords) => {
  const found = placeOf(options, environment, 'serve')
  return found.ok ? found.value : found.problem.code
}
const URL = 'postgres://somebody:secret@host/holds'

test('nothing named: refused, for the server and for every errand', () => {
  expect(place({}, {})).toBe('usage/no-store')
  expect(place({ keys: '/keys' }, { binaries: '/bin' })).toBe('usage/no-store')
})

test('an option goes before the environment', () => {
  expect(place({ data: '/mine' }, { data: '/theirs' })).toMatchObject({ folder: '/mine' })
  expect(place({ data: '/mine' }, { url: URL })).toEqual({ folder: '/mine', mode: 'serve' })
  expect(place({ url: URL, keys: '/keys' }, { data: '/theirs' })).toEqual({ url: URL, keys: '/keys' })
  expect(place({ keys: '/mine' }, { data: '/data', keys: '/theirs' })).toMatchObject({ keys: '/mine' })
})

test('both from one side: holds live behind the URL, and the data folder has the keys', () => {
  expect(place({}, { url: URL, data: '/data' })).toEqual({ url: URL, keys: '/data/keys' })
  expect(place({ url: URL, data: '/data' }, {})).toEqual({ url: URL, keys: '/data/keys' })
  expect(place({}, { url: URL, data: '/data', keys: '/keys' })).toEqual({ url: URL, keys: '/keys' })
})

test('a database without a place for the keys is refused', () => {
  expect(place({}, { url: URL })).toBe('usage/no-keys')
})

test('a data folder that was named is never left for a database that was not', () => {
  const word = fc.option(fc.constantFrom('/a', '/b'), { nil: undefined })
  const words = fc.record({ data: word, url: fc.option(fc.constant(URL), { nil: undefined }), keys: word })
  const said = (one: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(one).filter(([, text]) => text !== undefined)) as PlaceWords
  fc.assert(
    fc.property(words, words, (options, environment) => {
      const found = placeOf(said(options), said(environment), 'serve')
      if (options.data !== undefined && options.url === undefined)
        expect(found).toMatchObject({ ok: true, value: { folder: options.data } })
    }),
  )
})

test('what is said of a place has no password', () => {
  expect(placeText({ url: URL, keys: '/keys' })).not.toContain('secret')
})
