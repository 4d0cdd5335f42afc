import { defineConfig } from 'vitest/config'

/** For `npm run mutation`: the rules' own tests, without the built program. */
export default defineConfig({
  test: {
    include: ['src/core/{case,gate,policy,finding,risk,plan}/**/*.test.ts'],
    exclude: ['src/core/case/search.test.ts'],
    pool: 'threads',
    testTimeout: 120_000,
    // every mutant is met by all of its tests: simulations draw less, with tolerances to match
    env: { HOLDPOINT_DRAWS: '300' },
  },
})
