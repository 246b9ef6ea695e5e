import type { ContactsState } from "../contacts-state.ts";

let shown = 0;

/** Counts missed calls on the app's icon, where there is one. */
export function showBadge({ contacts }: Pick<ContactsState, "contacts">): void {
  const missed = contacts.filter(({ missedAt }) => missedAt !== undefined).length;
  if (missed === shown || !("setAppBadge" in navigator)) return;
  shown = missed;
  const setting = missed === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(missed);
  // Only an installed app has a badge.
  setting.catch(() => undefined);
}
