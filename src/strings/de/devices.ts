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

  deviceProblem: {
    refused: {
      what: (subject) => `Kith darf ${yours[subject]} nicht benutzen.`,
      remedy: "Erlaube es in den Einstellungen des Browsers für diese Seite und versuche es noch einmal.",
    },
    missing: {
      what: (subject) => `${none[subject]} gefunden.`,
      remedy: "Schließe das Gerät an und versuche es noch einmal.",
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
