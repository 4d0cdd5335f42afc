import { refuse } from '../../problem.ts'
import { rolesAt } from '../authority.ts'
import { circleOf, levelOf, levelOfRoles, reaches } from '../circle.ts'
import { firstOf, happened, lacks, nobody, NOTHING_NEW, type Context, type Rule } from './context.ts'

/** Somebody who needs to know is let in, by name, and no further than whoever lets them in may look. Nobody lets themself in. */
export const addReader: Rule<'add_reader'> = ({ person, sensitive }, context) => {
  const { state, rules, by } = context
  const refusal = firstOf(
    person === by
      ? refuse('case/own-reading', 'Nobody lets themself in.', `Ask one of: ${rules.may.let_in.join(', ')}.`)
      : undefined,
    lacks(context, 'let_in'),
    tooFar(context, sensitive),
    nobody(context, [person]),
  )
  if (refusal) return refusal
  const level = sensitive ? 'sensitive' : 'words'
  return circleOf(state, rules).get(person) === level
    ? NOTHING_NEW
    : happened({ type: 'reader_added', person, sensitive })
}

/** Over with this entry. Anybody may leave; whoever reads by their role goes on reading, until the role ends. */
export const removeReader: Rule<'remove_reader'> = ({ person }, context) => {
  const { state, rules, by, at } = context
  const refusal = firstOf(
    person === by ? undefined : lacks(context, 'let_in'),
    levelOfRoles(state, rolesAt(rules, person, at), rules) === 'outline'
      ? undefined
      : refuse('case/reads-by-role', `${person} reads this case by their role.`, 'End the role, or change the policy.'),
  )
  if (refusal) return refusal
  return circleOf(state, rules).has(person) ? happened({ type: 'reader_removed', person }) : NOTHING_NEW
}

function tooFar({ state, rules, by, at }: Context, sensitive: boolean) {
  const own = levelOf(state, { actor: by, roles: rolesAt(rules, by, at) }, rules)
  return reaches(own, sensitive ? 'sensitive' : 'words')
    ? undefined
    : refuse('case/not-authorised', `${by} does not look as far as that.`, 'Ask somebody who does.')
}
