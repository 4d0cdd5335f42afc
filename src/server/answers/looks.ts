import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function lookAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.looks, async ({ params }, { principal }) => valueOf(await service.looks(principal, params['id']!)))
}
