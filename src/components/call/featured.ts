import type { Participant } from "../../app/call-state.ts";

/** Whose picture stands for the call where there is room for one: who speaks, else who spoke before, else the first. */
export function featured(
  participants: readonly Participant[],
  previousId: string | undefined,
): Participant | undefined {
  const previous = participants.find(({ id }) => id === previousId);
  if (previous !== undefined && isHeard(previous)) return previous;
  return participants.find(isHeard) ?? previous ?? participants[0];
}

function isHeard({ speaking, presence }: Participant): boolean {
  return speaking && presence === "here";
}
