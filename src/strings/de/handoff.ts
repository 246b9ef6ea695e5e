import type { handoff as english } from "../en/handoff.ts";
import type { Translation } from "../translation.ts";

export const handoff: Translation<typeof english> = {
  handoff: {
    heading: "Auf ein anderes Gerät wechseln",
    lead: "Scanne das mit deinem anderen Gerät, oder öffne den Link dort. Die anderen sehen dich weiter an deinem Platz.",
    code: "QR-Code, der den Anruf mitnimmt",
    link: "Link, der den Anruf mitnimmt",
    secret: "Nur für dich: Wer ihn zuerst öffnet, nimmt deinen Platz ein.",
    preparing: "Der Code wird gemacht…",
    moving: "Dein anderes Gerät ist da. Der Anruf geht dort gleich weiter.",
    expired: "Dieser Code gilt nicht mehr.",
    again: "Neuen Code zeigen",
  },

  continuing: {
    heading: "Den Anruf hier fortsetzen?",
    lead: "Die anderen sehen dich weiter an deinem Platz; das andere Gerät verlässt den Anruf.",
    join: "Hier fortsetzen",
  },

  moved: "{name} macht auf einem anderen Gerät weiter",
  movedFrom: "Vorher auf dem Gerät",
};
