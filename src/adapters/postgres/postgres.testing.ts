import pg from 'pg'
import type { Where } from './database.ts'
export async function throwaway(): Promise<{ where: Where; stop(): Promise<void> }> {
  const admin = new pg.Client('postgres://holdpoint@127.0.0.1:5499/postgres')
  await admin.connect()
  const name = `t${Math.random().toString(36).slice(2)}`
  await admin.query(`create database ${name}`)
  await admin.end()
  return { where: { host: '127.0.0.1', port: 5499, user: 'holdpoint', database: name }, stop: async () => {} }
}
