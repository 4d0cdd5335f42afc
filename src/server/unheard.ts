import type { Socket } from 'node:net'
import { PROBLEM_MEDIA } from '../api/problem.ts'
import { documentOf, type Trouble } from './problems.ts'

/** A request that never became one: too slow, too much of a head, or no HTTP. Answered as everything else is, and the connection ends. */
export function answerUnheard(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const document = documentOf(TROUBLES[error.code ?? ''] ?? UNREADABLE, 'none')
  const body = JSON.stringify(document)
  socket.end(
    [
      `HTTP/1.1 ${document.status} ${document.title}`,
      `content-type: ${PROBLEM_MEDIA}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  )
}

const UNREADABLE: Trouble = {
  code: 'request/unreadable',
  message: 'The request cannot be read.',
  hint: 'Send HTTP/1.1.',
}
const TROUBLES: Readonly<Record<string, Trouble>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'request/too-slow',
    message: 'The request took too long to come.',
    hint: 'Send it in one go.',
  },
  HPE_HEADER_OVERFLOW: {
    code: 'request/headers-too-large',
    message: 'The headers are too large.',
    hint: 'Send fewer of them, 16 KB at most.',
  },
}
