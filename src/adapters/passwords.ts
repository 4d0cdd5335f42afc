import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto'
import type { Passwords } from '../app/ports/accounts.ts'
import { turnstile } from './postgres/turnstile.ts'

/**
 * scrypt (RFC 7914) at 32 MiB a hash. Two at a time: more would only take memory and the threads that files are read with.
 *
 * @source OWASP, Password Storage Cheat Sheet: N = 2^15, r = 8, p = 3
 */
const COST = { N: 2 ** 15, r: 8, p: 3 }
const AT_ONCE = 2
const [SALT_BYTES, HASH_BYTES] = [16, 32]

export function scryptPasswords(cost = COST): Passwords {
  const inTurn = turnstile(AT_ONCE)
  const hashed = (password: string, salt: Uint8Array, { N, r, p }: typeof COST): Promise<Buffer> =>
    inTurn(() => derived(password, salt, { N, r, p, maxmem: 256 * N * r }))
  const text = (salt: Uint8Array, hash: Uint8Array) =>
    `$scrypt$${cost.N},${cost.r},${cost.p}$${Buffer.from(salt).toString('base64')}$${Buffer.from(hash).toString('base64')}`
  const nobody = text(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES))
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      return text(salt, await hashed(password, salt, cost))
    },
    async verify(password, kept) {
      const { salt, hash, ...how } = parsed(kept ?? nobody)
      const found = await hashed(password, salt, how)
      return timingSafeEqual(found, hash) && kept !== undefined
    },
  }
}

const derived = (password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })

function parsed(text: string) {
  const [, n, r, p, salt, hash] =
    /^\$scrypt\$(\d{1,7}),(\d{1,3}),(\d{1,3})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  if (hash === undefined) throw new Error('a kept password is no hash of ours')
  return {
    N: Number(n),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}
