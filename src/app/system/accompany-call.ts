import type { Call } from "../call.ts";
import { offerMediaControls } from "./media-controls.ts";
import { keepAwake } from "./wake-lock.ts";

/** What the system does for a call while it goes on: the screen stays on, the media keys work. */
export function accompanyCall(
  call: Pick<Call, "state" | "leave" | "toggleMicrophone" | "toggleCamera">,
): void {
  const over = new AbortController();
  call.state.listen(({ phase }) => {
    if (phase === "ended") over.abort();
  });
  keepAwake(over.signal);
  offerMediaControls(call, over.signal);
}
