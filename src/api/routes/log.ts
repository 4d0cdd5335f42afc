import { route } from '../route.ts'

export const checkpoint = route('GET', '/api/log/checkpoint', {
  act: 'read',
  about: 'The checkpoint of the log that was signed last (C2SP tlog-checkpoint).',
  response: { media: 'text/plain; charset=utf-8' },
})
export const entries = route('GET', '/api/log/entries', {
  act: 'read',
  about: 'The log as a bundle: the signed checkpoint and every entry that it covers, for `holdpoint log verify`.',
  response: { media: 'application/octet-stream' },
})
export const events = route('GET', '/api/events', {
  act: 'read',
  about: 'New entries as they come: stream, n, type and at. Last-Event-ID goes on where it ended.',
  response: { media: 'text/event-stream' },
})
