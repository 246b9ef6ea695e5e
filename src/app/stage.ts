import { atom, type ReadableAtom } from "nanostores";
import type { StageDeed } from "../workers/engine/client.ts";
import type { Participant } from "./call-state.ts";
import { type Arrangement, arrange, Layout } from "./stage-arrangement.ts";
import {
  type ElementId,
  elementId,
  idOf,
  nameOf,
  type StageElement,
  StageElements,
} from "./stage-element.ts";
import { fitPlace, gridPlaces, newcomerPlace, type Place } from "./stage-place.ts";
import { StageStrokes } from "./stage-strokes.ts";

/** The stage as one immutable picture; a new one with every change. */
export interface StageState extends Arrangement {
  readonly layout: Layout;
  readonly elements: readonly StageElement[];
  readonly pinned: ElementId | undefined;
  /** Where each element is on the free stage; the later, the further in front. */
  readonly places: ReadonlyMap<ElementId, Place>;
  /** Somebody else sees the free stage as it is here. */
  readonly isShared: boolean;
  /** The pointer draws on elements instead of moving them. */
  readonly isPointing: boolean;
}

/** Between two words about where something is, milliseconds. */
const TELL_INTERVAL = 50;

/** Who and what is seen in a call, and how it is laid out: for the call, and for this person alone. */
export class Stage {
  readonly #elements = new StageElements();
  readonly #state;
  #layout: Layout = Layout.grid;
  /** What there was before a screen took the stage. */
  #layoutBefore: Layout | undefined;
  #pinned: ElementId | undefined;
  #speaker: string | undefined;
  readonly #places = new Map<ElementId, Place>();
  readonly #strokes = new StageStrokes();
  readonly #onDeed: (deed: StageDeed) => void;
  /** Moved, and not told yet. */
  readonly #untold = new Set<ElementId>();
  #telling: ReturnType<typeof setTimeout> | undefined;
  #sharers: ReadonlySet<string> = new Set();
  /** Who has been asked and has not answered yet. */
  #asked: ReadonlySet<string> = new Set();
  #isPointing = false;

  /** `onDeed` tells those who share the stage. */
  constructor(onDeed: (deed: StageDeed) => void = () => undefined) {
    this.#onDeed = onDeed;
    this.#state = atom(this.#view());
  }

  get state(): ReadableAtom<StageState> {
    return this.#state;
  }

  get strokes(): StageStrokes["state"] {
    return this.#strokes.state;
  }

  /** Everybody and everything that is to be seen now. */
  setParticipants(participants: readonly Participant[]): void {
    const wanted = new Set(participants.flatMap(streamsOf).map(([id, kind]) => elementId(id, kind)));
    for (const { id, kind } of this.#elements.all)
      if (kind !== "own" && !wanted.has(id)) this.removeStream(id);
    for (const [id, kind] of participants.flatMap(streamsOf)) this.addPeerStream(id, kind);
    this.#setSharers(participants);
  }

  addPeerStream(participant: Participant["id"], kind: "person" | "screen"): ElementId {
    const isFirstScreen = kind === "screen" && !this.#hasScreen;
    const id = this.#elements.addPeerStream(participant, kind);
    if (isFirstScreen && this.#layout !== Layout.free) {
      this.#layoutBefore = this.#layout;
      this.#layout = Layout.presentation;
    }
    this.#update();
    return id;
  }

  removeStream(id: ElementId): void {
    if (!this.#elements.removeStream(id)) return;
    this.#places.delete(id);
    if (this.#pinned === id) this.#pinned = undefined;
    if (!this.#hasScreen && this.#layout === Layout.presentation) {
      this.#layout = this.#layoutBefore ?? Layout.grid;
    }
    this.#update();
  }

  /** The participant that speaks; nobody leaves the stage to whoever spoke last. */
  setSpeaker(participant: string | undefined): void {
    if (participant === undefined || participant === this.#speaker) return;
    this.#speaker = participant;
    this.#update();
  }

  /** Holds until the call ends, or until somebody shares a screen. */
  choose(layout: Layout): void {
    this.#layout = layout;
    this.#layoutBefore = layout;
    this.#update();
  }

  /** Keeps an element large, or on the free stage in front; undefined lets go of it. */
  pin(id: ElementId | undefined): void {
    if (id !== undefined && !this.#elements.has(id)) return;
    this.#pinned = id;
    this.#update();
  }

  /** Puts an element somewhere on the free stage, in front of the others. */
  place(id: ElementId, place: Place): void {
    if (!this.#places.delete(id)) return;
    this.#places.set(id, fitPlace(place));
    this.#untold.add(id);
    this.#telling ??= setTimeout(() => this.#tellPlaces(), TELL_INTERVAL);
    this.#update();
  }

  /** Whether the pointer draws from now on; only others who share the stage would see it. */
  point(isPointing: boolean): void {
    this.#isPointing = isPointing && this.#sharers.size > 0;
    this.#update();
  }

  /** A piece of a line over an element, x and y in turn. */
  draw(id: ElementId, points: readonly number[]): void {
    const element = this.#elements.all.find((one) => one.id === id);
    if (element === undefined) return;
    this.#strokes.add(id, points);
    this.#onDeed({ kind: "stroke", element: nameOf(element), points });
  }

  /** What somebody did who shares the stage. */
  handleDeed(deed: StageDeed): void {
    const id = idOf(deed.element);
    if (id === undefined || !this.#elements.has(id)) return;
    if (deed.kind === "stroke") this.#strokes.add(id, deed.points);
    else if (this.#places.delete(id)) {
      this.#places.set(id, fitPlace(deed.place));
      this.#untold.delete(id);
      this.#update();
    }
  }

  /** A stage that is shared is a free one, and the one who asked says how it looks to begin with. */
  #setSharers(participants: readonly Participant[]): void {
    const before = this.#sharers;
    const sharers = participants.filter(({ sharing }) => sharing.own && sharing.theirs);
    this.#sharers = new Set(sharers.map(({ id }) => id));
    const newcomers = sharers.filter(({ id }) => !before.has(id));
    const asked = newcomers.some(({ id }) => this.#asked.has(id));
    this.#asked = new Set(
      participants.filter(({ sharing }) => sharing.own && !sharing.theirs).map(({ id }) => id),
    );
    if (this.#sharers.size === 0) this.#isPointing = false;
    if (newcomers.length > 0) this.choose(Layout.free);
    else if (this.#sharers.size !== before.size) this.#update();
    if (!asked) return;
    for (const id of this.#places.keys()) this.#untold.add(id);
    this.#tellPlaces();
  }

  #tellPlaces(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    for (const element of this.#elements.all) {
      const place = this.#places.get(element.id);
      if (place === undefined || !this.#untold.delete(element.id)) continue;
      if (this.#sharers.size > 0) this.#onDeed({ kind: "place", element: nameOf(element), place });
    }
    this.#untold.clear();
  }

  get #hasScreen(): boolean {
    return this.#elements.all.some(({ kind }) => kind === "screen");
  }

  #update(): void {
    if (this.#layout === Layout.free) this.#givePlaces();
    this.#state.set(this.#view());
  }

  /** The first time all side by side, later each newcomer over the others. */
  #givePlaces(): void {
    const { all } = this.#elements;
    const homeless = all.filter(({ id }) => !this.#places.has(id));
    const grid = this.#places.size === 0 ? gridPlaces(all.length, innerHeight > innerWidth) : [];
    for (const [i, { id }] of homeless.entries())
      this.#places.set(id, grid[i] ?? newcomerPlace(this.#places.size));
  }

  #view(): StageState {
    const wishes = {
      layout: this.#layout,
      elements: this.#elements.all,
      pinned: this.#pinned,
      speaker: this.#speaker,
    };
    return {
      ...arrange(wishes),
      layout: wishes.layout,
      elements: wishes.elements,
      pinned: wishes.pinned,
      places: new Map(this.#places),
      isShared: this.#sharers.size > 0,
      isPointing: this.#isPointing,
    };
  }
}

/** What there is to see of a participant. */
function streamsOf({ id, screen }: Participant): readonly (readonly [string, "person" | "screen"])[] {
  return screen === undefined
    ? [[id, "person"]]
    : [
        [id, "person"],
        [id, "screen"],
      ];
}
