import type { FastifyInstance } from 'fastify'
import { accountPages } from './account.ts'
import { connectPages } from './connect.ts'
import { type BehindPages, withPages } from './pages.ts'
import { providerPages } from './provider.ts'
import { secondFactorPages } from './second-factor.ts'
import { signInPages } from './sign-in.ts'
import { welcomePages } from './welcome.ts'

/** The pages that people need before, and beside, any other: getting in, and their own account. */
export const allPages = (app: FastifyInstance, behind: BehindPages): Promise<void> =>
  withPages(app, behind.site, (add) => {
    for (const pages of [signInPages, providerPages, welcomePages, accountPages, secondFactorPages, connectPages])
      pages(add, behind)
  })
