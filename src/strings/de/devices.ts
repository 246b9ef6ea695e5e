import type { devices as english } from "../en/devices.ts";
import type { Translation } from "../translation.ts";

export const devices: Translation<typeof english> = {
  devices: {
    camera: "Kamera",
    microphone: "Mikrofon",
    unlabelled: "{kind} {position}",
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
    camera: "{gone} ist weg. Bis sie wieder da ist, wird eine andere Kamera benutzt.",
    microphone: "{gone} ist weg. Bis es wieder da ist, wird ein anderes Mikrofon benutzt.",
    speaker: "{gone} ist weg. Bis er wieder da ist, hörst du über einen anderen Lautsprecher.",
  },

  deviceProblem: {
    refused: {
      what: {
        camera: "Kith darf deine Kamera nicht benutzen.",
        microphone: "Kith darf dein Mikrofon nicht benutzen.",
        both: "Kith darf deine Kamera und dein Mikrofon nicht benutzen.",
      },
      remedy: "Erlaube es in den Einstellungen des Browsers für diese Seite und versuche es noch einmal.",
    },
    missing: {
      what: {
        camera: "Keine Kamera gefunden.",
        microphone: "Kein Mikrofon gefunden.",
        both: "Weder Kamera noch Mikrofon gefunden.",
      },
      remedy: "Schließe das Gerät an und versuche es noch einmal.",
    },
    blocked: {
      what: {
        camera: "Das System lässt den Browser deine Kamera nicht benutzen.",
        microphone: "Das System lässt den Browser dein Mikrofon nicht benutzen.",
        both: "Das System lässt den Browser deine Kamera und dein Mikrofon nicht benutzen.",
      },
      remedy:
        "Erlaube es dem Browser in den Datenschutz-Einstellungen des Systems und versuche es noch einmal.",
    },
    busy: {
      what: {
        camera: "Ein anderes Programm benutzt deine Kamera.",
        microphone: "Ein anderes Programm benutzt dein Mikrofon.",
        both: "Ein anderes Programm benutzt deine Kamera und dein Mikrofon.",
      },
      remedy: "Schließe das andere Programm und versuche es noch einmal.",
    },
    lost: {
      what: {
        camera: "Die Verbindung zu deiner Kamera ist abgerissen.",
        microphone: "Die Verbindung zu deinem Mikrofon ist abgerissen.",
        both: "Die Verbindung zu deiner Kamera und deinem Mikrofon ist abgerissen.",
      },
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
