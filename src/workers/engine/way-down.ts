import type { BadPath } from "../../transport/media-transport.ts";
import type { PeerLink } from "../../trust/peer-link.ts";

/** How far off what was told has to be until it is told anew. */
const DIFFERENT = 1.25;

/** Tells everybody what one's way down takes while that is a bad one: what is sent on it, they decide. */
export class WayDown {
  readonly #told = new WeakMap<PeerLink, number>();

  /** To be called now and then, with the links to everybody whose media may come. Undefined where nothing is bad. */
  tell(links: readonly PeerLink[], path: BadPath | undefined): void {
    for (const link of links) {
      const told = this.#told.get(link);
      if (path !== undefined) {
        const carries = Math.floor(path.carries / links.length);
        if (told !== undefined && isAlike(told, carries)) continue;
        this.#told.set(link, carries);
        link.tell({ type: "way-down", path: { carries, loss: path.loss } });
      } else if (this.#told.delete(link)) link.tell({ type: "way-down" });
    }
  }
}

function isAlike(one: number, other: number): boolean {
  return Math.max(one, other) < DIFFERENT * Math.min(one, other);
}
