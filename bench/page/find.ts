/** The first element that fits, in the document's order, open shadow roots included. */
export function findDeep(
  root: ParentNode,
  selector: string,
  fits: (element: Element) => boolean = () => true,
): Element | undefined {
  for (const element of root.querySelectorAll("*")) {
    if (element.matches(selector) && fits(element)) return element;
    const inside = element.shadowRoot && findDeep(element.shadowRoot, selector, fits);
    if (inside) return inside;
  }
  return undefined;
}
