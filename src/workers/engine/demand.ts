import { Flow, type MediaFlow } from "../../transport/wire/flows.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { PeerId, PictureSize, PictureSource } from "./messages.ts";

/** What the relay is to forward of somebody. */
export interface Subscription {
  readonly flows: readonly MediaFlow[];
  /** The highest temporal layer. */
  readonly maxLayer: number;
}

interface DemandParts {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly subscribe: (member: MemberId, subscription: Subscription) => void;
}

interface Asked {
  peer: PeerId | undefined;
  readonly subscription: Subscription;
  readonly at: number;
  /** Since when less would do. */
  lessSince: number | undefined;
}

type Sizes = Partial<Record<PictureSource, PictureSize>>;

/** Of three layers the base has 7.5 pictures a second, two have 15. */
const layerOf: Readonly<Record<Exclude<PictureSize, "none">, number>> = { tiny: 0, small: 1, full: 7 };
const flowOf: Readonly<Record<PictureSource, MediaFlow>> = { camera: Flow.video, screen: Flow.screen };
const sources = ["camera", "screen"] as const;
/** What is scrolled past or laid out anew for a moment keeps what it has. Milliseconds. */
const PATIENCE = 2_000;
/** Between two requests about one member. Milliseconds. */
const INTERVAL = 400;
const everything: Subscription = { flows: [Flow.audio, Flow.video, Flow.screen], maxLayer: 7 };

/**
 * Asks for as much of everybody's pictures as can be seen: more as soon as it is wanted, less once it has not been for a while.
 * Sound always comes.
 */
export class Demand {
  readonly #parts: DemandParts;
  readonly #sizes = new Map<PeerId, Sizes>();
  readonly #asked = new Map<MemberId, Asked>();
  #limits = everything;

  constructor(parts: DemandParts) {
    this.#parts = parts;
  }

  /** Somebody is here: a first picture must not wait until somebody has measured where it goes. */
  add(member: MemberId): void {
    this.#ask(member, undefined, everything);
  }

  /** No more than this is asked for from now on, however well it is seen. */
  setLimits(limits: Subscription): void {
    this.#limits = limits;
    for (const [member, { subscription }] of this.#asked) this.#tell(member, subscription);
  }

  /** The member has said who they are. */
  identify(member: MemberId, peer: PeerId): void {
    const asked = this.#asked.get(member);
    if (asked !== undefined) asked.peer = peer;
  }

  remove(member: MemberId): void {
    this.#asked.delete(member);
  }

  /** How large a picture of somebody is seen from now on; undefined when nothing shows it any more. */
  setSize(peer: PeerId, source: PictureSource, size: PictureSize | undefined): void {
    const { [source]: _, ...others } = this.#sizes.get(peer) ?? {};
    const sizes = size === undefined ? others : { ...others, [source]: size };
    if (Object.keys(sizes).length === 0) this.#sizes.delete(peer);
    else this.#sizes.set(peer, sizes);
    this.poll();
  }

  /** To be called about twice a second. */
  poll(): void {
    for (const [member, asked] of this.#asked) this.#review(member, asked);
  }

  #review(member: MemberId, asked: Asked): void {
    const now = this.#parts.now();
    const wanted = subscriptionFor((asked.peer && this.#sizes.get(asked.peer)) ?? {});
    if (isSame(wanted, asked.subscription)) {
      asked.lessSince = undefined;
      return;
    }
    if (now - asked.at < INTERVAL) return;
    if (!isMore(wanted, asked.subscription)) {
      asked.lessSince ??= now;
      if (now - asked.lessSince < PATIENCE) return;
    }
    this.#ask(member, asked.peer, wanted);
  }

  #ask(member: MemberId, peer: PeerId | undefined, subscription: Subscription): void {
    this.#asked.set(member, { peer, subscription, at: this.#parts.now(), lessSince: undefined });
    this.#tell(member, subscription);
  }

  #tell(member: MemberId, { flows, maxLayer }: Subscription): void {
    const limits = this.#limits;
    this.#parts.subscribe(member, {
      flows: limits.flows.filter((flow) => flows.includes(flow)),
      maxLayer: Math.min(limits.maxLayer, maxLayer),
    });
  }
}

/** What no element shows is not known to be unwanted: its owner may be about to turn it on. */
function subscriptionFor(sizes: Sizes): Subscription {
  const wanted = sources.flatMap((source) => {
    const size = sizes[source] ?? "full";
    return size === "none" ? [] : [{ flow: flowOf[source], layer: layerOf[size], isShown: source in sizes }];
  });
  const layers = wanted.filter(({ isShown }) => isShown).map(({ layer }) => layer);
  return {
    flows: [Flow.audio, ...wanted.map(({ flow }) => flow)],
    // One layer for all flows: that of the picture which is seen best.
    maxLayer: layers.length === 0 ? everything.maxLayer : Math.max(...layers),
  };
}

function isSame(one: Subscription, other: Subscription): boolean {
  return one.maxLayer === other.maxLayer && one.flows.join() === other.flows.join();
}

function isMore(wanted: Subscription, before: Subscription): boolean {
  return wanted.maxLayer > before.maxLayer || wanted.flows.some((flow) => !before.flows.includes(flow));
}
