import { expect, test } from 'vitest'
import { reading } from '../reading.testing.ts'
import { zap } from './reader.ts'

const read = (...uris: string[]) => {
  const instances = uris.map((uri) => ({ uri, method: 'GET', param: 'q' }))
  const alerts = [{ pluginid: '40018', alert: 'SQL Injection', riskcode: '3', instances }]
  return reading(zap, { '@version': '2.16.0', site: [{ '@name': 'https://shop.example', alerts }] }).findings[0]?.keys
}

test('an alert that shows at a new place is a new finding; another query or another order is not', () => {
  expect(read('https://shop.example/a?q=1', 'https://shop.example/b')).toEqual(
    read('https://shop.example/b?q=3', 'https://shop.example/a?q=2'),
  )
  expect(read('https://shop.example/a')).not.toEqual(read('https://shop.example/a', 'https://shop.example/b'))
})
