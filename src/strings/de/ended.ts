import type { ended as english } from "../en/ended.ts";
import type { Translation } from "../translation.ts";

export const ended: Translation<typeof english> = {
  ended: {
    left: {
      what: "Du hast den Anruf verlassen",
      remedy: "Solange die anderen noch da sind, kannst du zurück.",
    },
    declined: {
      what: "Der Anruf wurde abgelehnt",
      remedy: "Versuche es später noch einmal, oder schreibt euch vorher.",
    },
    busy: {
      what: "Das andere Gerät ist in einem Anruf",
      remedy: "Versuche es in ein paar Minuten noch einmal.",
    },
    "no-answer": {
      what: "Niemand hat angenommen",
      remedy: "Das andere Gerät zeigt, dass du angerufen hast. Versuche es später noch einmal.",
    },
    "not-there": {
      what: "Das Gerät ist gerade nicht da",
      remedy: "Es war nicht online, also weiß dort niemand von deinem Anruf. Versuche es später noch einmal.",
    },
    "hung-up": {
      what: "Die andere Seite hat aufgelegt",
      remedy: "Du kannst jederzeit wieder anrufen.",
    },
    missed: {
      what: "Du hast diesen Anruf verpasst",
      remedy: "Es klingelte nicht mehr, als du angenommen hast. Ruf zurück.",
    },
    "answered-elsewhere": {
      what: "In einem anderen Fenster angenommen",
      remedy: "Der Anruf geht dort weiter, auf diesem Gerät.",
    },
    cancelled: {
      what: "Der Anruf wurde aufgegeben",
      remedy: "Das war in dem Moment, in dem du angenommen hast. Ruf zurück.",
    },
    unreachable: {
      what: "Ihr habt euch nicht gefunden",
      remedy:
        "Der Anruf wurde angenommen, aber die beiden Geräte konnten sich nicht verbinden. Prüft beide und ruft noch einmal an.",
    },
    "connection-lost": {
      what: "Die Verbindung ist abgerissen",
      remedy: "Sie kam nicht rechtzeitig wieder. Prüft sie auf beiden Seiten und versucht es noch einmal.",
    },
    forgotten: {
      what: "Dieses Gerät wurde zurückgesetzt",
      remedy: "Alles darauf wurde vergessen. Starte einen Anruf oder nimm teil, als neues Gerät.",
    },
    moved: {
      what: "Du machst auf dem anderen Gerät weiter",
      remedy: "Der Anruf geht dort weiter, an deinem Platz.",
    },
    "handoff-over": {
      what: "Dieser Link gilt nicht mehr",
      remedy:
        "Er nimmt einen Anruf einmal mit, zwei Minuten lang. Zeige auf dem Gerät, das im Anruf ist, einen neuen Code.",
    },
    "wrong-device": {
      what: "Das ist nicht das Gerät, das du gekoppelt hast",
      remedy:
        "Sein Schlüssel ist ein anderer: Es wurde zurückgesetzt, oder jemand ist dazwischen. Nichts wurde gesagt oder gezeigt. Frage die Person auf einem anderen Weg. Um es wieder anzurufen, entferne es und kopple es neu.",
    },
    "invite-expired": {
      what: "Diese Einladung gilt nicht mehr",
      remedy: "Sie wurde zurückgezogen, oder ihre Zeit ist abgelaufen. Bitte um einen neuen Link.",
    },
    "invite-used": {
      what: "Diese Einladung ist verbraucht",
      remedy: "Es sind so viele gekommen, wie sie vorsah. Bitte um einen neuen Link.",
    },
    "relay-unreachable": {
      what: "Der Server ist nicht erreichbar",
      remedy:
        "Prüfe die Verbindung dieses Geräts und versuche es noch einmal. Wenn andere ihn auch nicht erreichen, sag es der Person, die ihn betreibt.",
    },
    "relay-refused": {
      what: "Der Server hat dich nicht eingelassen",
      remedy: "Vielleicht ist der Einladungslink zu alt. Bitte um einen neuen, oder versuche es noch einmal.",
    },
    "room-full": {
      what: "Dieser Anruf ist voll",
      remedy: "Bitte jemanden, ihn zu verlassen, und versuche es noch einmal.",
    },
    incompatible: {
      what: "Diese Seite passt nicht zum Server",
      remedy:
        "Eines von beiden ist neuer als das andere. Lade die Seite neu; wenn das nicht hilft, sag es der Person, die den Server betreibt.",
    },
    crashed: {
      what: "Der Anruf ist abgebrochen",
      remedy:
        "Der Fehler liegt bei Kith selbst. Nimm noch einmal teil; wenn es wieder passiert, lade die Seite neu.",
    },
  },

  endedActions: {
    again: "Wieder teilnehmen",
    callBack: "Zurückrufen",
    callAgain: "Wieder anrufen",
    retry: "Noch einmal versuchen",
    reload: "Seite neu laden",
    home: "Zum Start",
  },
};
