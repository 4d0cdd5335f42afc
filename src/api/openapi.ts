import * as z from 'zod'
import { KEY_HEADER, PROBLEM_MEDIA, problemDocument } from './problem.ts'
import type { Route } from './route.ts'
import { ROUTES, WISH_ROUTES } from './routes.ts'

/** Every route, in the order in which it is described. */
export const ALL_ROUTES: readonly Route[] = [...Object.values(ROUTES), ...Object.values(WISH_ROUTES)]

/** What the server answers, as OpenAPI 3.1: from the same contracts that check what comes in. */
export function openApi(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of ALL_ROUTES) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Holdpoint', version, description: 'Halts a release when a critical vulnerability is found late.' },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: jsonSchema(problemDocument, 'output') },
      responses: {
        Problem: {
          description: 'Why there is no answer.',
          content: { [PROBLEM_MEDIA]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function operation({ method, path, act, about, params, query, body, upload, headers, response }: Route): object {
  const content =
    response instanceof z.ZodType
      ? { 'application/json': { schema: jsonSchema(response, 'output') } }
      : Object.fromEntries(
          [response.media, ...(response.others ?? [])].map((media) => [
            media.split(';')[0]!,
            { schema: { type: 'string', ...(response.file && { format: 'binary' }) } },
          ]),
        )
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: about,
    security: act === 'open' ? [] : [{ token: [] }],
    parameters: [
      ...parameters(params, 'path'),
      ...parameters(query, 'query'),
      ...(method === 'POST' && isWish(act) ? [KEY] : []),
      ...(method === 'POST' && isWish(act) && params ? [IF_MATCH] : []),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    ...(upload && {
      requestBody: {
        required: true,
        content: { [upload.media]: { schema: { type: 'string', format: 'binary' } } },
      },
    }),
    responses: {
      200: {
        description: 'The answer.',
        ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(header)) }),
        content,
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const header = ([name, description]: [string, string]) => [name, { description, schema: { type: 'string' } }] as const

function parameters(fields: z.ZodObject | undefined, place: 'path' | 'query'): readonly object[] {
  return Object.entries((fields?.shape ?? {}) as Record<string, z.ZodType>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    schema: jsonSchema(schema, 'input'),
  }))
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return described
}

const KEY = {
  name: KEY_HEADER,
  in: 'header',
  required: true,
  description: 'A UUIDv7 of your own: asked again with the same one, the same is answered and nothing happens twice.',
  schema: { type: 'string', format: 'uuid' },
}
const IF_MATCH = {
  name: 'if-match',
  in: 'header',
  required: false,
  description: 'The ETag of the case that was seen: 412 where it has changed since.',
  schema: { type: 'string' },
}

const isWish = (act: Route['act']): boolean => act === 'wish' || act === 'stop'
