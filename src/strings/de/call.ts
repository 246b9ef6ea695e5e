import type { call as english } from "../en/call.ts";
import type { Translation } from "../translation.ts";

export const call: Translation<typeof english> = {
  call: {
    heading: "Anruf",
    leave: "Anruf verlassen",
    leaveShort: "Verlassen",
    settings: "Einstellungen",
    calling: "{name} wird angerufen…",
    callingLead: "Das Gerät wird gesucht. Ist es online, klingelt es dort gleich.",
    ringingLead: "Dort klingelt es jetzt. Der Anruf beginnt, sobald jemand annimmt.",
    watchOnly: "Du siehst und hörst zu. Niemand sieht oder hört dich.",
  },

  tile: {
    muted: "Mikrofon aus",
    noMicrophone: "Kein Mikrofon",
    cameraOff: "Kamera aus",
    noCamera: "Keine Kamera",
    watching: "Sieht zu",
    away: "Verbindung verloren. Bitte warten…",
  },

  connection: {
    label: "Verbindung",
    fallback: "Mit Verzögerung verbunden",
  },

  phase: {
    entering: "Verbinden…",
    calling: "Anrufen…",
    ringing: "Es klingelt…",
    rung: "Verbinden…",
    connecting: "Verbinden…",
    active: "Verbunden",
    reconnecting: "Neu verbinden…",
    ended: "Nicht verbunden",
  },

  announce: {
    present: "Im Anruf: {names}",
    joined: "{name} ist dazugekommen",
    left: "{name} ist gegangen",
    away: "{name} hat die Verbindung verloren",
    back: "{name} ist wieder da",
    muted: "{name} hat das Mikrofon ausgeschaltet",
    unmuted: "{name} hat das Mikrofon eingeschaltet",
    ownMuted: "Dein Mikrofon ist aus",
    ownUnmuted: "Dein Mikrofon ist an",
  },

  warning: {
    "stranger-refused": {
      what: "Jemand wollte ohne Einladung teilnehmen und wurde abgewiesen.",
      remedy: "Wenn das wieder vorkommt, verlasse den Anruf und starte einen neuen mit einem neuen Link.",
    },
    "invite-refused": {
      what: "Jemand kam mit einem Link, der abgelaufen, verbraucht oder zurückgezogen ist, und wurde abgewiesen.",
      remedy: "Wenn du die Person dabeihaben wolltest, schicke ihr einen neuen Link.",
    },
    "screen-failed": {
      what: "Dein Bildschirm konnte nicht geteilt werden.",
      remedy:
        "Wähle etwas anderes, oder erlaube diesem Browser in den Einstellungen des Systems, den Bildschirm aufzunehmen.",
    },
    "screen-shows-itself": {
      what: "Du teilst genau das Fenster, das diesen Anruf zeigt.",
      remedy:
        "Die anderen sehen es immer wieder in sich selbst. Teile ein anderes Fenster oder einen einzelnen Tab.",
    },
    "screen-echoes": {
      what: "Die anderen hören sich womöglich selbst.",
      remedy: "Im Ton, den du teilst, sind ihre Stimmen. Teile nur einen Tab, oder ohne Ton.",
    },
  },
};
