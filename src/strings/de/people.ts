import type { people as english } from "../en/people.ts";
import type { Translation } from "../translation.ts";

export const people: Translation<typeof english> = {
  person: {
    badge: {
      paired: "Gekoppeltes Gerät",
      inviter: "Hat die Einladung geschickt",
      guest: "Hat die Einladung",
      lookalike: "Nicht das gekoppelte Gerät dieses Namens",
      moved: "Von einem anderen Gerät hierher gewechselt",
    },
    heading: "Wer ist {name}?",
    how: {
      paired: "Das ist das Gerät, das du gekoppelt hast. Sein Schlüssel wurde geprüft, als es dazukam.",
      inviter:
        "Das ist das Gerät, das die Einladung geschickt hat: Der Schlüssel im Link wurde geprüft, als es dazukam.",
      guest:
        "Wer auch immer das ist, hat den Einladungslink. Wenn du die Stimme oder das Gesicht kennst, ist das dein Beweis; wenn nicht, frage nach.",
      lookalike:
        "Du hast ein Gerät dieses Namens gekoppelt, und das hier ist ein anderes: zurückgesetzt, ersetzt, oder jemand nennt sich nur so. Frage auf einem anderen Weg, bevor du ihm vertraust. Um es dir zu merken, entferne das alte und kopple beide neu.",
      moved:
        "Das Gerät, das vorher hier war, hat das gesagt, und niemand sonst hätte es sagen können. Dieses hat einen eigenen Fingerabdruck.",
    },
    remember: "Dieses Gerät merken",
    rememberLead:
      "Um euch von nun an ohne Link anzurufen, müsst ihr beide das drücken, du und {name}. Vergleicht vorher den Fingerabdruck.",
    asked: "{name} möchte, dass die beiden Geräte sich merken.",
    waiting: "Du hast Ja gesagt. Jetzt ist {name} dran…",
    withdraw: "Nicht merken",
    look: "Vergleichen und entscheiden",
    no: "Nein",
  },

  permissions: {
    heading: "Was {name} hier darf",
    label: {
      ring: "Dieses Gerät klingeln lassen",
      autoAnswerAudio: "Ohne Druck angenommen werden, mit Ton",
      autoAnswerVideo: "Ohne Druck angenommen werden, mit Kamera",
    },
    howLong: "Wie lange: {permission}",
    always: "Immer",
    hour: "Eine Stunde lang",
    day: "Einen Tag lang",
    until: "Bis {time}",
  },
};
