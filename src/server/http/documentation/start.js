/* global SwaggerUIBundle, trustedTypes */
// Shows the document. Swagger UI was written before Trusted Types: what it makes markup of are the descriptions in this server's own
// document, which are text with `code` in it. Whatever else would become markup is refused.
const MARKUP = /^(?:[^<]|<\/?(?:p|code|div|strong|em|i|ul|ol|li|br)\/?>)*$/;

const toMarkup = (html) => {
  if (MARKUP.test(html)) return html;
  throw new TypeError('This page makes no markup but that of descriptions.');
};
globalThis.trustedTypes?.createPolicy('default', { createHTML: toMarkup });

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  // A credential is good for minutes, and a page that forgets it cannot leak it.
  persistAuthorization: false,
});
