import type { StageElementName } from "../workers/engine/client.ts";
import type { Participant } from "./call-state.ts";

/** Names an element of the stage: stays the same while the person is in the call, or the screen is shared. */
export type ElementId = string & { readonly brand: "ElementId" };

/** Something that is seen on the stage: oneself, somebody else, or a screen that somebody shares. */
export interface StageElement {
  readonly id: ElementId;
  readonly kind: "own" | "person" | "screen";
  /** Of whose it is; undefined for oneself. */
  readonly participant: string | undefined;
}

/** What of a participant is an element. */
export type PeerStreamKind = Exclude<StageElement["kind"], "own">;

export const ownElement: StageElement = { id: "own" as ElementId, kind: "own", participant: undefined };

export function elementId(participant: Participant["id"], kind: PeerStreamKind): ElementId {
  return `${participant}/${kind}` as ElementId;
}

/** As the engine names it to those who share the stage. */
export function nameOf({ participant, kind }: StageElement): StageElementName {
  return {
    peer: participant as StageElementName["peer"],
    kind: kind === "screen" ? "screen" : "person",
  };
}

/** One's own screen is on the stages of others only, and names nothing here. */
export function idOf({ peer, kind }: StageElementName): ElementId | undefined {
  if (peer !== undefined) return elementId(peer, kind);
  return kind === "person" ? ownElement.id : undefined;
}

/** What is on the stage, in the order in which it stands there: screens, people, oneself; each kind as it came. */
export class StageElements {
  readonly #elements = new Map<ElementId, StageElement>();

  get all(): readonly StageElement[] {
    const elements = [...this.#elements.values()];
    return [
      ...elements.filter(({ kind }) => kind === "screen"),
      ...elements.filter(({ kind }) => kind === "person"),
      ownElement,
    ];
  }

  has(id: ElementId): boolean {
    return id === ownElement.id || this.#elements.has(id);
  }

  /** Returns what names it from now on; what is there already stays where it is. */
  addPeerStream(participant: Participant["id"], kind: PeerStreamKind): ElementId {
    const id = elementId(participant, kind);
    if (!this.#elements.has(id)) this.#elements.set(id, { id, kind, participant });
    return id;
  }

  /** Whether it was there. */
  removeStream(id: ElementId): boolean {
    return this.#elements.delete(id);
  }
}
