#!/usr/bin/env node
import process from 'node:process'

declare const __VERSION__: string

// What `holdpoint` is on the path: CommonJS, because Node starts that faster. Asked for the version, it loads nothing else.
const [first, ...more] = process.argv.slice(2)
if (more.length === 0 && (first === '--version' || first === '-V')) process.stdout.write(`${__VERSION__}\n`)
else void import('./main.ts')
