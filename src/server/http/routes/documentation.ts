import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createSdkFileReader, sendSdkFile } from '../sdk-file.ts';

const PAGE = '/docs/api/';
const OWN = fileURLToPath(new URL('../documentation', import.meta.url));
/** Swagger UI as it is shipped to browsers. */
const SHIPPED = join(dirname(fileURLToPath(import.meta.resolve('@fastify/swagger-ui'))), 'static');

/** Name under the page -> file and type. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'swagger-ui-bundle.js': [SHIPPED, 'text/javascript; charset=utf-8'],
  'swagger-ui.css': [SHIPPED, 'text/css; charset=utf-8'],
  'start.js': [OWN, 'text/javascript; charset=utf-8'],
  'page.css': [OWN, 'text/css; charset=utf-8'],
};

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conclave REST API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${PAGE}swagger-ui.css">
<link rel="stylesheet" href="${PAGE}page.css">
</head>
<body>
<main id="document"></main>
<noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="${PAGE}swagger-ui-bundle.js"></script>
<script src="${PAGE}start.js"></script>
</body>
</html>
`;

/** `GET /openapi.json`: the REST API as OpenAPI; `GET /docs/api/`: a page that shows it and tries it out. Neither holds a secret. */
export function registerDocumentation(app: FastifyInstance, readDocument: () => object): void {
  app.get('/openapi.json', async (_request, reply) => reply.header('cache-control', 'no-cache').send(readDocument()));
  app.get(PAGE, async (_request, reply) => {
    // Narrower than elsewhere: the names of the only policies that may make markup here.
    const policy = `${reply.getHeader('content-security-policy')};trusted-types default dompurify`;
    reply.header('content-security-policy', policy).header('cache-control', 'no-cache');
    return reply.type('text/html; charset=utf-8').send(HTML);
  });
  for (const [name, [folder, type]] of Object.entries(FILES)) {
    const read = createSdkFileReader(join(folder, name));
    app.get(`${PAGE}${name}`, async (request, reply) => {
      const file = await read();
      if (file === undefined) throw new Error(`${name} is not there`);
      return sendSdkFile(request, reply.type(type), file);
    });
  }
}
