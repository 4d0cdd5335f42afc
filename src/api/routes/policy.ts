import * as z from 'zod'
import { at, position } from '../case.ts'
import { route } from '../route.ts'

const proposal = z.strictObject({
  proposal: position,
  digest: z.string(),
  instead_of: z.string().describe('The policy that was in force when it was proposed'),
  by: z.string(),
  at,
  state: z.enum(['pending', 'overtaken', 'approved', 'withdrawn']),
})

const waysOut = z.strictObject({
  lift: z.strictObject({ people: z.int(), roles: z.array(z.string()) }),
  candidate: z.strictObject({ candidate: position, lacks: z.array(z.string()) }).optional(),
  accept: z.strictObject({ seats: z.array(z.array(z.string())), days: z.number() }),
  restricted: z.boolean(),
  called: at.optional().describe('When somebody is called next'),
})

const settled = z.strictObject({
  entries: z.array(position),
  at,
  log: z.strictObject({ log: z.int(), index: z.int() }),
})

const no = z.string().regex(/^[1-9]\d{0,8}$/)
const params = z.strictObject({ n: no })

export const policy = route('GET', '/api/policy', {
  act: 'read',
  about: 'The policy in force, and what was proposed instead.',
  response: z.strictObject({
    policy: z.strictObject({
      digest: z.string(),
      name: z.string(),
      since: at.optional().describe('Absent: the default policy'),
      by: z.string().optional(),
      text: z.string().optional(),
    }),
    proposals: z.array(proposal).describe('The latest first'),
  }),
})

export const policyProposal = route('GET', '/api/policy/proposals/:n', {
  act: 'read',
  about: 'A proposal, its text, and what it would change for the holds in force: for whoever is to sign it.',
  params,
  response: z.strictObject({
    ...proposal.shape,
    name: z.string(),
    text: z.string(),
    parts: z.array(z.string()).describe('In which the two policies differ'),
    holds: z.array(z.strictObject({ hold: z.string(), name: z.string(), before: waysOut, after: waysOut })),
  }),
})

export const proposePolicy = route('POST', '/api/policy/proposals', {
  act: 'wish',
  about: 'Proposes another policy. It changes nothing until a second authorised person approves it.',
  body: z.strictObject({ text: z.string().min(1).max(200_000).describe('A policy as YAML: docs/formats/policy.md') }),
  response: settled,
})

export const approvePolicy = route('POST', '/api/policy/proposals/:n/approvals', {
  act: 'wish',
  about: 'Puts a proposal in force, from this entry of the log on, on every node. Never the one who proposed it.',
  params,
  body: z.strictObject({}),
  response: settled,
})

export const withdrawPolicy = route('POST', '/api/policy/proposals/:n/withdrawals', {
  act: 'wish',
  about: 'Takes a proposal back: whoever proposed it, or whoever might approve it.',
  params,
  body: z.strictObject({}),
  response: settled,
})
