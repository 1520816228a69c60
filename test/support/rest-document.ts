/** A schema as OpenAPI writes it. */
export type DocumentSchema = Readonly<Record<string, unknown>>;

/** What is sent or received, by type. */
type Content = Readonly<Record<string, { readonly schema: DocumentSchema }>>;

/** An operation as the document tells it. */
export interface RestOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly in: 'path' | 'query';
    readonly name: string;
    readonly required?: boolean;
    readonly schema: DocumentSchema;
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** What the tests read of the OpenAPI document. */
export interface RestDocument {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly security: unknown;
  readonly components: { readonly schemas: Readonly<Record<string, DocumentSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, RestOperation>>>>;
}

/** An operation with where it is. */
export interface PlacedOperation {
  /** In capitals. */
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly operation: RestOperation;
}

/** Every operation of the document. */
export function readOperations({ paths }: RestDocument): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}
