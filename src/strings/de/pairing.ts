import type { pairing as english } from "../en/pairing.ts";
import type { Translation } from "../translation.ts";

export const pairing: Translation<typeof english> = {
  pairing: {
    heading: "Gerät koppeln",
    lead: "Zwei gekoppelte Geräte finden einander und rufen sich mit einem Druck an. Es dauert eine Minute, ein einziges Mal.",
    showLead: "Fang auf einem der beiden an: Eines zeigt eine PIN, auf dem anderen gibst du sie ein.",
    show: "PIN zeigen",
    enter: "PIN eingeben",
    back: "Zum Start",
    cancel: "Abbrechen",
    preparing: "PIN wird vorbereitet…",
    pin: "Deine PIN",
    showing: "Gib diese PIN auf dem anderen Gerät ein",
    showingLead:
      "Drücke dort „Gerät koppeln“ und dann „PIN eingeben“. Sag sie nur der Person, die du meinst.",
    timeLeft: "Verbleibende Zeit",
    timeLeftSpoken: "Noch {time} für diese PIN",
    guessesLeft: {
      one: "Jemand hat eine falsche PIN eingegeben. Ein Versuch bleibt.",
      other: "Jemand hat eine falsche PIN eingegeben. {count} Versuche bleiben.",
    },
    showCode: "QR-Code zeigen",
    code: "QR-Code der PIN, zum Scannen mit dem anderen Gerät",
    typing: "Gib die PIN ein, die das andere Gerät zeigt",
    typingLead: "Sie hat zehn Ziffern. Leerzeichen sind egal.",
    pinBox: "PIN",
    pair: "Koppeln",
    tenDigits: "Eine PIN hat zehn Ziffern.",
    proving: "PIN wird geprüft…",
    confirming: "Ist das das richtige Gerät?",
    confirmingLead:
      "Vergleiche die Fingerabdrücke auf beiden Geräten. Sie zeigen dieselben zwei; wenn einer anders ist, ist jemand dazwischen.",
    lookalike:
      "Du hast schon ein Gerät namens {name} gekoppelt, und sein Schlüssel ist ein anderer. Es wurde zurückgesetzt oder ersetzt, oder jemand ist dazwischen. Mach nur weiter, wenn du weißt, warum.",
    theirs: "Von {name}",
    own: "Von diesem Gerät",
    confirm: "Dieses Gerät merken",
    decline: "Nicht dieses Gerät",
    waiting: "Jetzt muss noch {name} „Dieses Gerät merken“ drücken…",
    paired: "{name} ist gekoppelt",
    pairedLead: "Von nun an finden sich die beiden von selbst, wo sie auch sind.",
    done: "Fertig",
    newPin: "Neue PIN zeigen",
    enterAgain: "PIN eingeben",
    problem: {
      wrong: {
        what: "Das ist nicht die PIN.",
        remedy: "Sieh noch einmal auf das andere Gerät und gib alle zehn Ziffern ein.",
      },
      unknown: {
        what: "Diese PIN zeigt gerade niemand.",
        remedy: "Prüfe die ersten vier Ziffern, oder lass das andere Gerät eine neue PIN zeigen.",
      },
      burnt: {
        what: "Diese PIN wurde zu oft falsch eingegeben.",
        remedy: "Lass das andere Gerät eine neue zeigen.",
      },
      busy: {
        what: "Das andere Gerät prüft gerade eine andere PIN.",
        remedy: "Warte ein paar Sekunden und versuche es noch einmal.",
      },
      silent: {
        what: "Das andere Gerät antwortet nicht.",
        remedy: "Sieh nach, ob es die PIN noch zeigt, und versuche es noch einmal.",
      },
      "too-fast": {
        what: "Zu viele Versuche von hier.",
        remedy: "Warte eine Minute und versuche es noch einmal.",
      },
      unreachable: {
        what: "Der Server ist nicht erreichbar.",
        remedy: "Prüfe die Verbindung dieses Geräts und versuche es noch einmal.",
      },
    },
    failed: {
      expired: {
        what: "Die PIN ist abgelaufen",
        remedy: "Jede gilt fünf Minuten. Nichts wurde gekoppelt: Fang mit einer neuen an.",
      },
      burnt: {
        what: "Die PIN wurde zu oft falsch eingegeben",
        remedy:
          "Sie öffnet nichts mehr, und nichts wurde gekoppelt. Wenn das nicht die Person war, die du meinst, hat jemand geraten. Fang mit einer neuen an.",
      },
      declined: {
        what: "Das andere Gerät hat Nein gesagt",
        remedy:
          "Nichts wurde gekoppelt. Wenn die Fingerabdrücke verschieden waren, versuche es in einem anderen Netz noch einmal.",
      },
      lost: {
        what: "Das andere Gerät ist weg",
        remedy:
          "Nichts wurde gekoppelt. Lass Kith auf beiden offen, bis es fertig ist, und fang noch einmal an.",
      },
      unreachable: {
        what: "Der Server ist nicht erreichbar",
        remedy: "Prüfe die Verbindung dieses Geräts und fang noch einmal an. Nichts wurde gekoppelt.",
      },
    },
  },
};
