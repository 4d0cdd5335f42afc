// `npm start`: the server. Where nothing names a store, a throwaway one with the example case; `npm start -- --port 4651` and the like go on.
import { existsSync } from 'node:fs'
import process from 'node:process'

const program = new URL('../dist/holdpoint.cjs', import.meta.url)
const words = process.argv.slice(2)
const { DATABASE_URL, HOLDPOINT_DATA } = process.env
const named =
  DATABASE_URL || HOLDPOINT_DATA || words.some((word) => /^--(?:data|database-url|example)(?:=|$)/.test(word))

if (existsSync(program)) {
  process.argv = [process.argv[0], process.argv[1], 'serve', ...(named ? [] : ['--example']), ...words]
  await import(program)
} else {
  console.error('holdpoint is not built yet. Run: npm ci')
  process.exitCode = 1
}
