import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { SESSION_COOKIE } from './guard.js';

type JsonObject = Record<string, unknown>;

/**
 * A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 speaks; schemas with `.meta({ id })` become components.
 * Request shapes are described as they are sent, replies as they arrive.
 */
function convert(
  schema: unknown,
  { schemaType }: { schemaType: 'input' | 'output' },
): { schema: JsonObject; components: Record<string, JsonObject> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' }) as JsonObject;
  const { $defs, $schema: _, id, ...root } = json;
  const components: Record<string, JsonObject> = {};
  for (const [name, part] of Object.entries(($defs ?? {}) as Record<string, JsonObject>)) {
    const { id: _id, ...rest } = part;
    components[name] = rest;
  }
  if (typeof id !== 'string') return { schema: root, components };
  components[id] = root;
  return { schema: { $ref: `#/components/schemas/${id}` }, components };
}

/** The document behind /api/openapi.json and /docs. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Larisin')
    .setDescription(
      'Dynamic pricing and stale stock. Money is an integer in the smallest unit of the shop, rates are basis points, ' +
        'days are YYYY-MM-DD, moments ISO 8601 with offset. Errors are application/problem+json with a stable `code`.',
    )
    .setVersion('1')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'lrs_...' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: convert,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path as Record<string, { responses?: Record<string, JsonObject> }>)) {
      const [problem] = Object.values((operation.responses?.default?.content ?? {}) as JsonObject);
      if (problem !== undefined) operation.responses!.default!.content = { 'application/problem+json': problem };
    }
  }
  return document;
}

/** Serves the document and its reader; both ask for credentials, as everything without `@Open()` does. */
export function serveDocs(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= describeApi(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Larisin API',
  });
}
