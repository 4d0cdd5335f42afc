import { problem } from '../core/problem.ts'
import { type Answer, refusal } from './answer.ts'
import type { Ports } from './ports.ts'
import type { ProviderSettings } from './ports/accounts.ts'

/** What is said of an OpenID provider, all of it or nothing. */
export function providerOf(
  said: {
    readonly oidcIssuer: string | undefined
    readonly oidcClientId: string | undefined
    readonly oidcClientSecret: string | undefined
    readonly name: string
    readonly trusted: boolean
  },
  ports: Ports,
): ProviderSettings | Answer | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, name, trusted } = said
  if (issuer === undefined && clientId === undefined) return undefined
  if (issuer !== undefined && clientId !== undefined)
    return { issuer, clientId, name, secondFactorTrusted: trusted, ...(clientSecret && { clientSecret }) }
  const missing = issuer === undefined ? 'HOLDPOINT_OIDC_ISSUER' : 'HOLDPOINT_OIDC_CLIENT_ID'
  return refusal([problem('usage/no-provider', `${missing} is missing.`, 'Set both, or neither.')], ports)
}
