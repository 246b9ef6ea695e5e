import type { chat as english } from "../en/chat.ts";
import { plural } from "../plural.ts";

const choose = plural("de");

export const chat: typeof english = {
  chat: {
    heading: "Chat",
    unread: (count) =>
      `Chat, ${choose(count, { one: `${count} neue Nachricht`, other: `${count} neue Nachrichten` })}`,
    messages: "Nachrichten",
    note: "Alle, die gerade im Anruf sind, können lesen, was du schreibst. Niemand hebt es auf: Wenn du gehst, ist es weg.",
    save: "Chat sichern",
    fileName: (date) => `Kith-Chat ${date}.txt`,
    message: "Nachricht",
    send: "Senden",
    attach: "Dateien senden",
    drop: "Dateien hier ablegen, um sie allen anzubieten",
    alone: "Noch ist niemand da, der es lesen könnte.",
    watchOnly: "Du bist zum Zusehen und Zuhören hier. Du kannst lesen, aber nicht schreiben.",
    tooLarge: (name, limit) =>
      `„${name}“ ist zu groß. Eine Datei darf höchstens ${limit} haben; größere brauchen einen anderen Weg.`,
    nobody: "Niemand war da, um es zu bekommen",
    delivered: "Angekommen",
    waiting: (names) => `Wartet auf ${names}`,
    undelivered: (names) => `Nicht angekommen bei ${names}`,
    accept: "Annehmen",
    acceptFile: (name) => `${name} annehmen`,
    decline: "Ablehnen",
    declineFile: (name) => `${name} ablehnen`,
    stop: "Anhalten",
    stopFile: (name) => `${name} anhalten`,
    withdraw: "Zurückziehen",
    withdrawFile: (name) => `${name} zurückziehen`,
    saveFile: "Sichern",
    saveFileNamed: (name) => `${name} sichern`,
    progress: (name) => `Fortschritt von ${name}`,
    withdrawn: "Zurückgezogen",
    unreadable: "Dieses Gerät kann die Datei nicht mehr lesen. Wähle sie noch einmal aus.",
    incoming: {
      offered: "Noch nicht geholt",
      receiving: "Wird empfangen…",
      paused: "Wartet, bis die Verbindung wieder da ist",
      checking: "Wird geprüft…",
      received: "Empfangen und geprüft. Sie bleibt nur, bis du gehst: sichere sie.",
      declined: "Abgelehnt",
      stopped: "Angehalten",
      damaged: "Sie kam beschädigt an und wurde verworfen. Bitte noch einmal darum.",
      "no-room":
        "Für weitere Dateien ist in diesem Anruf kein Platz. Sichere, was du brauchst, und komm noch einmal.",
      withdrawn: "Vom Absender zurückgezogen",
      lost: "Der Absender ist gegangen",
    },
    recipient: {
      waiting: "wartet",
      delivered: "angeboten",
      undelivered: "nicht angekommen",
      sending: "wird gesendet",
      paused: "unterbrochen",
      received: "empfangen",
      declined: "abgelehnt",
      stopped: "angehalten",
      damaged: "kam beschädigt an",
      "no-room": "hat keinen Platz dafür",
    },
    announce: {
      text: (name, text) => `${name} schreibt: ${text}`,
      file: (name, file) => `${name} bietet die Datei ${file} an`,
      received: (file) => `${file} ist empfangen`,
    },
  },
};
