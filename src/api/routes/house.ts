import * as z from 'zod'
import { route } from '../route.ts'

export const openapi = route('GET', '/api/openapi.json', {
  act: 'open',
  about: 'This description.',
  response: z.record(z.string(), z.unknown()),
})
export const health = route('GET', '/healthz', {
  act: 'open',
  about: 'Does the process answer?',
  response: z.strictObject({ status: z.literal('ok') }),
})
export const ready = route('GET', '/readyz', {
  act: 'open',
  about: 'Should it be asked? Not while it stops, or has no store.',
  response: z.strictObject({ status: z.literal('ok') }),
})
export const metrics = route('GET', '/metrics', {
  act: 'metrics',
  about: 'Counts and times, for Prometheus.',
  response: { media: 'text/plain; version=0.0.4; charset=utf-8' },
})
