import { type ElementId, ownElement, type StageElement } from "./stage-element.ts";

/** How people may want their stage. */
export const Layout = {
  /** Everybody alike. */
  grid: "grid",
  /** Whoever speaks large, the others in a strip. */
  speaker: "speaker",
  /** What is shared large, the people in a strip. */
  presentation: "presentation",
  /** Everything where one puts it. */
  free: "free",
} as const;

export type Layout = (typeof Layout)[keyof typeof Layout];

/**
 * What becomes of a layout with those who are there. alone: oneself beside an invitation · pair: the other one large, oneself
 * small in a corner · focus: one element large, the others in a strip.
 */
export type Formation = "alone" | "pair" | "grid" | "focus" | "free";

export interface Arrangement {
  readonly formation: Formation;
  /** The large one of a focus. */
  readonly main: ElementId | undefined;
}

interface Wishes {
  readonly layout: Layout;
  /** Of all that are there, oneself included. */
  readonly elements: readonly StageElement[];
  /** Is to stay large, or in front, whatever happens. */
  readonly pinned: ElementId | undefined;
  /** The participant that speaks, or spoke last. */
  readonly speaker: string | undefined;
}

export function arrange({ layout, elements, pinned, speaker }: Wishes): Arrangement {
  const others = elements.filter(({ id }) => id !== ownElement.id);
  const formation = formationOf(layout, others, pinned);
  const main =
    pinned ?? (layout === Layout.presentation ? lastScreen(others) : undefined) ?? person(others, speaker);
  return { formation, main: formation === "focus" ? main : undefined };
}

function formationOf(
  layout: Layout,
  others: readonly StageElement[],
  pinned: ElementId | undefined,
): Formation {
  if (others.length === 0) return "alone";
  if (layout === Layout.free) return "free";
  // One other is the large one in any case.
  if (others.length === 1 && others[0]?.kind === "person") return "pair";
  if (pinned !== undefined || layout === Layout.speaker) return "focus";
  return layout === Layout.presentation && lastScreen(others) !== undefined ? "focus" : "grid";
}

/** What somebody began to share last. */
function lastScreen(others: readonly StageElement[]): ElementId | undefined {
  return others.findLast(({ kind }) => kind === "screen")?.id;
}

/** While nobody has said anything, the first to come is as good as any. */
function person(others: readonly StageElement[], speaker: string | undefined): ElementId | undefined {
  const people = others.filter(({ kind }) => kind === "person");
  return (people.find(({ participant }) => participant === speaker) ?? people[0] ?? others[0])?.id;
}
