import * as oidc from 'openid-client'
import type { Provider, ProviderSettings, Vouched } from '../app/ports/accounts.ts'
import { ok, refuse, type Result } from '../core/problem.ts'

const PATIENCE_S = 10
const SCOPE = 'openid profile'

/** The organisation's OpenID provider: authorization code with PKCE, state and nonce. It is met when somebody first needs it. */
export function openIdProvider(settings: ProviderSettings): Provider {
  let met: Promise<oidc.Configuration> | undefined
  const meet = () =>
    (met ??= discover(settings).catch((error: unknown) => {
      met = undefined // perhaps it is back next time
      throw error
    }))

  return {
    name: settings.name,
    begin: (redirect) =>
      heard(async () => {
        const config = await meet()
        const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirect,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        })
        return { url: url.href, redirect, state, nonce, verifier }
      }),
    finish: (back, { state, nonce, verifier }) =>
      heard(async () => {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
        const tokens = await oidc.authorizationCodeGrant(await meet(), new URL(back), checks)
        return vouchedBy(tokens.claims()!, settings)
      }),
  }
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
  const server = new URL(issuer)
  const plain = server.protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(server.hostname)
  const how = { timeout: PATIENCE_S, ...(plain && { execute: [oidc.allowInsecureRequests] }) }
  const found = await oidc.discovery(server, clientId, clientSecret, undefined, how)
  const metadata = found.serverMetadata()
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const config = new oidc.Configuration(metadata, clientId, clientSecret, authOf(clientSecret, methods))
  config.timeout = PATIENCE_S
  if (plain) oidc.allowInsecureRequests(config)
  return config
}

const authOf = (secret: string | undefined, methods: readonly string[]): oidc.ClientAuth =>
  secret === undefined
    ? oidc.None()
    : methods.includes('client_secret_basic')
      ? oidc.ClientSecretBasic(secret)
      : oidc.ClientSecretPost(secret)

function vouchedBy(claims: oidc.IDToken, { secondFactorTrusted }: ProviderSettings): Vouched {
  const { iss: issuer, sub: subject, amr } = claims
  const name = [claims['preferred_username'], claims['nickname']].find((one) => typeof one === 'string')
  // RFC 8176, section 2: `mfa` where several factors were used.
  const both = secondFactorTrusted || (Array.isArray(amr) && amr.includes('mfa'))
  return { issuer, subject, both, ...(typeof name === 'string' && { name }) }
}

/** What it refuses is told apart from its silence; what it wrote stays out of the answer. */
async function heard<T>(ask: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await ask())
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError)
      return REFUSED(error.error === 'access_denied' ? 'it was declined there' : 'it reports an error')
    if (isAway(error)) return AWAY
    if (error instanceof Error) return REFUSED('its answer does not fit what was asked')
    throw error
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof TypeError ||
    error.name === 'TimeoutError' ||
    ('code' in error && (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM')))

const AWAY = refuse(
  'sign-in/provider-away',
  'The provider cannot be reached.',
  'Try again in a moment; whoever runs this server looks at HOLDPOINT_OIDC_ISSUER.',
)
const REFUSED = (why: string) =>
  refuse('sign-in/provider-refused', `The provider does not vouch for you: ${why}.`, 'Begin again.')
