/** The element of the page with this id; throws if it is missing or of another kind. */
export function pageElement<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** A new element with attributes and content. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** Gives an element its text; one that has it already is left alone, with whatever is selected in it. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Gives a list of facts its names and values. */
export function setFacts(list: HTMLDListElement, facts: readonly (readonly [name: string, value: string])[]): void {
  const names = facts.map(([name]) => name).join('\n');
  if (list.dataset.names !== names) {
    list.dataset.names = names;
    list.replaceChildren(...facts.map(([name]) => create('div', {}, create('dt', {}, name), create('dd'))));
  }
  list.querySelectorAll('dd').forEach((value, index) => {
    setText(value, facts[index]?.[1] ?? '');
  });
}
