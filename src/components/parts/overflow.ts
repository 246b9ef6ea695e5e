import { css } from "lit";

/** What a button and the gap before the next one take, in rem: five fit on a screen of 360 pixels. */
const BUTTON = 4;
const GAP = 0.25;

/** Of as many as any bar gets. */
const counts = Array.from({ length: 12 }, (_, index) => index + 1);

/** Classes for the button of a bar, and for the line of its menu: with the button there are `count` in the bar. */
export function placesOf(count: number): { readonly inBar: string; readonly inMenu: string } {
  return { inBar: `in-bar-${count}`, inMenu: `in-menu-${count}` };
}

/** By the width of the bar, which is a size container, one of the two shows: for the bar and for its menu. */
export const overflowStyles = counts.map((count) => {
  const room = count * BUTTON + (count - 1) * GAP;
  return css`
    @container (width < ${room}rem) {
      .in-bar-${count} {
        display: none;
      }
    }

    @container (width >= ${room}rem) {
      .in-menu-${count} {
        display: none;
      }
    }
  `;
});
