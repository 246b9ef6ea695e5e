import type { general as english } from "../en/general.ts";
import type { Translation } from "../translation.ts";

export const general: Translation<typeof english> = {
  app: "Kith",
  direction: "ltr",

  title: {
    opening: "Kith",
    home: "Kith",
    preview: "An einem Anruf teilnehmen · Kith",
    pairing: "Gerät koppeln · Kith",
    call: "Anruf · Kith",
    notice: "Kith",
  },

  notice: {
    "invalid-invite": {
      what: "Dieser Einladungslink ist unvollständig",
      remedy:
        "Vielleicht ging unterwegs ein Teil verloren. Kopiere den ganzen Link und öffne ihn noch einmal, oder bitte um einen neuen.",
    },
    "expired-invite": {
      what: "Diese Einladung gilt nicht mehr",
      remedy: "Ihre Zeit ist abgelaufen. Bitte um einen neuen Link.",
    },
    "expired-handoff": {
      what: "Dieser Link gilt nicht mehr",
      remedy:
        "Er nimmt einen Anruf einmal mit, zwei Minuten lang. Zeige auf dem Gerät, das im Anruf ist, einen neuen Code.",
    },
    "invalid-code": {
      what: "Dieser Code ist keiner von Kith",
      remedy: "Scanne den Code, den das andere Gerät zeigt, oder gib seine PIN ein.",
    },
    "unsupported-browser": {
      what: "Dieser Browser kann keine Anrufe",
      remedy:
        "Kith braucht eine aktuelle Version von Chrome, Edge, Firefox oder Safari. Aktualisiere diesen Browser oder öffne den Link in einem anderen.",
    },
    home: "Zum Start",
    incomplete:
      "Ein Teil von Kith konnte nicht geladen werden. Prüfe die Verbindung dieses Geräts und lade die Seite neu.",
  },

  privacy: "Ende-zu-Ende-verschlüsselt",
  close: "Schließen",

  code: {
    failed: "Der Code konnte nicht gezeichnet werden. Nimm stattdessen die Wörter oder Ziffern.",
    scan: "QR-Code scannen",
    scanning: "Halte den Code des anderen Geräts ins Bild.",
    opening: "Kamera wird geöffnet…",
    picture: "Bild der Kamera, die nach einem Code sucht",
    unreadable: "Codes können gerade nicht gelesen werden. Tippe stattdessen die Ziffern.",
  },
};
