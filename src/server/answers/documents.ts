import { ROUTES } from '../../api/routes.ts'
import { MISSING_HEADER, missingHeader } from '../../api/missing.ts'
import type { Bind } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function documentAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.file, async ({ params }, { principal }) => valueOf(await service.file(principal, params['id']!)))
  bind(ROUTES.rules, async ({ params }, { principal }) => valueOf(await service.rules(principal, params['id']!)))
  bind(ROUTES.caseProfile, async ({ params, query }, { principal }) => {
    const { at } = query as { at?: string }
    return valueOf(await service.caseProfile(principal, params['id']!, at))
  })
  bind(ROUTES.document, async ({ params, query }, { principal, reply }) => {
    const { id, kind } = params as { id: string; kind: string }
    const { format = 'markdown', at } = query as { format?: keyof typeof FORMS; at?: string }
    const { content, notes } = valueOf(await service.study(principal, id, { of: 'document', kind, format }, at))
    const [ending, media] = FORMS[format]
    reply.type(media).header('content-disposition', `attachment; filename="${id}-${kind}.${ending}"`)
    if (notes.length > 0) reply.header(MISSING_HEADER, missingHeader(notes))
    return content
  })
  for (const of of ['options', 'plan'] as const)
    bind(ROUTES[of], async ({ params, query }, { principal }) => {
      const { at } = query as { at?: string }
      return JSON.parse(String(valueOf(await service.study(principal, params['id']!, { of }, at)).content)) as unknown
    })
}

const FORMS = {
  text: ['txt', 'text/plain; charset=utf-8'],
  markdown: ['md', 'text/markdown; charset=utf-8'],
  html: ['html', 'text/html; charset=utf-8'],
  json: ['json', 'application/json; charset=utf-8'],
  pdf: ['pdf', 'application/pdf'],
  docx: ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
} as const
