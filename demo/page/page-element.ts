/** The element of the page with this id; throws if it is missing or of another kind. */
export function pageElement<T extends Element>(id: string, kind: new () => T): T {
  return checked(document.getElementById(id), `#${id}`, kind);
}

/** The first element inside `root` that fits `selector`; throws if it is missing or of another kind. */
export function part<T extends Element>(root: ParentNode, selector: string, kind: new () => T): T {
  return checked(root.querySelector(selector), selector, kind);
}

/** A fresh copy of the one element inside the template with this id. */
export function fromTemplate(id: string): HTMLElement {
  const copy = pageElement(id, HTMLTemplateElement).content.cloneNode(true);
  return part(copy as DocumentFragment, '*', HTMLElement);
}

function checked<T extends Element>(found: Element | null, name: string, kind: new () => T): T {
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} ${name}`);
  return found;
}
