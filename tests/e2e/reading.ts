// Whether what somebody shows can be read where it arrives.
import { expect, type Person } from "./people.ts";

/** From which likeness on the letters of a line can be told apart: half the size, or badly encoded, it stays below 0.8. */
const READABLE = { likeness: 0.9, contrast: 0.75 };

/** Waits until the viewer can read each line of that page on the sharer's screen. */
export async function expectToRead(viewer: Person, sharer: Person, page: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const look = await viewer.lookAtScreen(sharer, page);
        const readable =
          look !== undefined && look.likeness > READABLE.likeness && look.contrast > READABLE.contrast;
        return readable ? "readable" : JSON.stringify(look);
      },
      { intervals: [100], message: `what ${viewer.name} sees of ${sharer.name}'s screen` },
    )
    .toBe("readable");
}
