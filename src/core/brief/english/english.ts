import { ROLES, type Role } from '../../policy/role.ts'
import type { Catalogue } from '../catalogue.ts'
import { englishList, englishOr, englishSeats, englishSource, englishValue, ERASED } from './format.ts'
import { ENGLISH_MISSING } from './missing.ts'
import { ENGLISH_TERMS } from './terms.ts'
import { ENGLISH_TEXTS } from './texts.ts'

export const ENGLISH: Catalogue = {
  language: 'en',
  texts: ENGLISH_TEXTS,
  terms: ENGLISH_TERMS,
  missing: ENGLISH_MISSING,
  roles: {
    ...(Object.fromEntries(ROLES.map((role) => [role, `the ${role.replaceAll('-', ' ')}`])) as Record<Role, string>),
    'qa-lead': 'the test lead',
    'privacy-legal': 'privacy or legal',
    executive: 'an executive',
    analyst: 'the security analyst',
  },
  clearances: {
    public: 'for everybody',
    internal: 'internal',
    'need-to-know': 'for those who take part in the case',
    exploit: 'for those who correct and retest it',
  },
  erased: ERASED,
  notKnown: 'not known yet',
  notKnownBefore: 'Not known yet: ',
  list: englishList,
  or: englishOr,
  seats: englishSeats,
  value: englishValue,
  source: englishSource,
}
