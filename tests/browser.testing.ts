import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

/** Where people have a browser, where ours does not run: HOLDPOINT_TEST_CHROME, or the usual places. */
const INSTALLED = [
  process.env['HOLDPOINT_TEST_CHROME'] ?? '',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const ours = process.platform === 'linux' && process.arch === 'x64'

/** Whether there is a browser at all; a test that needs one says that it was skipped. */
export const hasBrowser = ours || INSTALLED.some((path) => path !== '' && existsSync(path))

/** A real browser for a test file. */
export function realBrowser(): () => Browser {
  let browser: Browser
  const cache = mkdtempSync(join(tmpdir(), 'holdpoint-chromium-'))
  beforeAll(async () => {
    const { path, env } = await executable(cache)
    browser = await chromium.launch({ executablePath: path, env, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    rmSync(cache, { recursive: true, force: true })
  })
  return () => browser
}

/** The packed one wants a folder of its own to unpack into, and libraries that it brings along where this is set. */
async function executable(cache: string): Promise<{ path: string; env: Record<string, string> }> {
  const { env } = process
  if (!ours)
    return { path: INSTALLED.find((path) => path !== '' && existsSync(path))!, env: env as Record<string, string> }
  const before = { ...env }
  Object.assign(env, { TMPDIR: cache, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const path = await packed.executablePath()
    return { path, env: { ...(env as Record<string, string>), ...fontsIn(cache) } }
  } finally {
    for (const name of Object.keys(env)) if (!(name in before)) delete env[name]
    Object.assign(env, before)
  }
}

/** It brings a font along, and looks for it elsewhere: without one no text has a width. */
function fontsIn(cache: string): Record<string, string> {
  const file = join(cache, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${cache}/fonts</dir><cachedir>${cache}/fonts-cache</cachedir>
<alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias><config></config></fontconfig>`,
  )
  return { FONTCONFIG_FILE: file, FONTCONFIG_PATH: cache }
}
