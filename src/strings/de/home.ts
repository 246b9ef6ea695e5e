import type { home as english } from "../en/home.ts";
import type { Translation } from "../translation.ts";

export const home: Translation<typeof english> = {
  home: {
    heading: "Kith",
    lead: "Ton und Bild, live zwischen Menschen, die sich vertrauen. Ohne Konto, ohne Installation.",
    start: "Anruf starten",
    pair: "Gerät koppeln",
    join: "An einem Anruf teilnehmen",
    invite: "Einladungslink oder Code",
    open: "Öffnen",
    check: "Dieses Gerät prüfen",
    paired: "Gekoppelte Geräte",
    nonePaired: "Noch keine gekoppelten Geräte. Kopple eines, um es von hier mit einem Druck anzurufen.",
    reading: "Mal sehen, wer da ist…",
    notPersistent:
      "Dieser Browser merkt sich nichts: Wenn er schließt, sind die gekoppelten Geräte vergessen.",
  },

  device: {
    unnamed: "Gerät ohne Namen",
    call: "{name} anrufen",
    callShort: "Anrufen",
    callWithoutCamera: "Ohne Kamera anrufen",
    options: "Optionen für {name}",
    name: "Name auf diesem Gerät",
    fingerprint: "Fingerabdruck",
    compare: "Kein anderes Gerät hat ihn. Wenn du sicher sein willst, vergleiche ihn ganz.",
    pairedOn: "Gekoppelt am {date}",
    remove: "Dieses Gerät entfernen",
    removeHeading: "{name} entfernen?",
    removeMeaning:
      "Es kann dieses Gerät dann nicht mehr anrufen und wird hier nicht mehr gezeigt. Rückgängig machst du das, indem du die beiden wieder koppelst.",
    removeConfirm: "Entfernen",
    keep: "Behalten",
  },

  presence: {
    online: "Online",
    offline: "Offline",
    unknown: "Nicht verbunden",
    justNow: "Gerade eben gesehen",
    ago: "Zuletzt {time}",
    on: "Zuletzt gesehen am {date}",
    missedAt: "Verpasster Anruf um {time}",
    missedOn: "Verpasster Anruf am {time}",
  },

  ownDevice: {
    heading: "Dieses Gerät",
    options: "Optionen für dieses Gerät",
    opening: "Wird geöffnet…",
    forget: "Alles auf diesem Gerät vergessen",
    forgetHeading: "Alles vergessen?",
    forgetMeaning:
      "Dieses Gerät wird zu einem neuen: Sein Schlüssel, sein Name und alle gekoppelten Geräte sind dann endgültig weg. Die anderen müssen neu gekoppelt werden.",
    forgetConfirm: "Alles vergessen",
    keep: "Alles behalten",
    language: "Sprache",
    languageOfBrowser: "Wie im Browser",
  },
};
