import type { devices as english } from "../en/devices.ts";

const yours = { camera: "deine Kamera", microphone: "dein Mikrofon", both: "deine Kamera und dein Mikrofon" };
const withYours = {
  camera: "deiner Kamera",
  microphone: "deinem Mikrofon",
  both: "deiner Kamera und deinem Mikrofon",
};
const none = { camera: "Keine Kamera", microphone: "Kein Mikrofon", both: "Weder Kamera noch Mikrofon" };

export const devices: typeof english = {
  devices: {
    camera: "Kamera",
    microphone: "Mikrofon",
    unlabelled: (kind, position) => `${kind} ${position}`,
    opening: "Wird geöffnet…",
    none: "Nichts gefunden",
    notAllowed: "Nicht erlaubt",
    mute: "Mikrofon ausschalten",
    muteShort: "Stumm",
    unmute: "Mikrofon einschalten",
    unmuteShort: "Ton an",
    cameraOff: "Kamera ausschalten",
    cameraOn: "Kamera einschalten",
    cameraShort: "Kamera",
    retry: "Noch einmal versuchen",
    dismiss: "Verstanden",
  },

  speaker: {
    label: "Lautsprecher",
    usual: "Wie der Browser es wählt",
    test: "Testton abspielen",
    sounding: "Es klingt…",
    tested: "Nichts gehört? Stelle lauter, oder wähle einen anderen Lautsprecher.",
  },

  processing: {
    heading: "Dein Ton",
    echoCancellation: "Echo entfernen",
    noiseSuppression: "Geräusche unterdrücken",
    autoGainControl: "Lautstärke ausgleichen",
  },

  dataUse: {
    label: "Datenverbrauch",
    choice: { full: "So viel wie hilft", saver: "Daten sparen", sound: "Nur Ton" },
    hint: {
      full: "Die Bilder sind so gut, wie es die Verbindung erlaubt.",
      saver: "Kleine Bilder, in beiden Richtungen: etwa 150 MB pro Stunde für das, was du sendest.",
      sound: "Keine Bilder, weder deines noch ihre.",
    },
    saverOn: "Daten werden gespart",
    soundOn: "Nur Ton, keine Bilder",
  },

  standIn: {
    camera: (gone) => `${gone} ist weg. Bis sie wieder da ist, wird eine andere Kamera benutzt.`,
    microphone: (gone) => `${gone} ist weg. Bis es wieder da ist, wird ein anderes Mikrofon benutzt.`,
    speaker: (gone) => `${gone} ist weg. Bis er wieder da ist, hörst du über einen anderen Lautsprecher.`,
  },

  deviceProblem: {
    refused: {
      what: (subject) => `Kith darf ${yours[subject]} nicht benutzen.`,
      remedy: "Erlaube es in den Einstellungen des Browsers für diese Seite und versuche es noch einmal.",
    },
    missing: {
      what: (subject) => `${none[subject]} gefunden.`,
      remedy: "Schließe das Gerät an und versuche es noch einmal.",
    },
    blocked: {
      what: (subject) => `Das System lässt den Browser ${yours[subject]} nicht benutzen.`,
      remedy:
        "Erlaube es dem Browser in den Datenschutz-Einstellungen des Systems und versuche es noch einmal.",
    },
    busy: {
      what: (subject) => `Ein anderes Programm benutzt ${yours[subject]}.`,
      remedy: "Schließe das andere Programm und versuche es noch einmal.",
    },
    lost: {
      what: (subject) => `Die Verbindung zu ${withYours[subject]} ist abgerissen.`,
      remedy: "Stecke das Gerät wieder ein oder wähle ein anderes und versuche es noch einmal.",
    },
    stillJoin: {
      camera: "Du kannst trotzdem teilnehmen: Die anderen hören dich, sehen dich aber nicht.",
      microphone: "Du kannst trotzdem teilnehmen: Die anderen sehen dich, hören dich aber nicht.",
      both: "Du kannst trotzdem zusehen und zuhören: Die anderen sehen und hören dich nicht.",
    },
    inCall: {
      camera: "Die anderen hören dich, sehen dich aber nicht.",
      microphone: "Die anderen sehen dich, hören dich aber nicht.",
      both: "Du siehst und hörst zu: Die anderen sehen und hören dich nicht.",
    },
  },
};
