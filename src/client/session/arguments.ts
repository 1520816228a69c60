import type { Callback } from '../errors/callback.ts';
import { invalidParameter } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';

/** Where a video goes: an element, its id, or nothing for the end of the page. */
export type Target = string | HTMLElement | null | undefined;

/** The arguments of initPublisher, publish and subscribe, each in its place. */
export interface WidgetArguments<Properties> {
  readonly target: Target;
  readonly properties: Properties | undefined;
  readonly callback: Callback | undefined;
}

function isElement(value: object): boolean {
  return 'nodeType' in value;
}

/** Sorts `target?, properties?, callback?`, of which any may be left out. */
export function sortArguments<Properties>(values: readonly unknown[]): WidgetArguments<Properties> {
  const rest = [...values];
  const [first] = rest;
  const hasTarget = typeof first === 'string' || first === null || (typeof first === 'object' && isElement(first));
  const target = hasTarget || first === undefined ? (rest.shift() as Target) : undefined;
  const properties = typeof rest[0] === 'function' ? undefined : rest.shift();
  const callback = rest.find((value) => typeof value === 'function');
  return {
    target,
    properties: (properties ?? undefined) as Properties | undefined,
    callback: callback as Callback | undefined,
  };
}

/** What is wrong with the options, if anything. */
export function refuseProperties(properties: unknown): OTError | undefined {
  if (properties === undefined || typeof properties === 'object') return undefined;
  return invalidParameter('The properties must be an object.');
}
