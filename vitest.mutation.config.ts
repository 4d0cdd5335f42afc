import { defineConfig } from 'vitest/config'

/** For `npm run mutation`: the rules' own tests, without the built program. */
export default defineConfig({
  test: {
    include: ['src/core/{case,gate,policy,finding}/**/*.test.ts'],
    exclude: ['src/core/case/search.test.ts'],
    pool: 'threads',
    testTimeout: 120_000,
  },
})
