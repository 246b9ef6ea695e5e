import type { check as english } from "../en/check.ts";

const fine = (what: string) => ({ what: () => what });
const not = (what: string, remedy: string) => ({ what: () => what, remedy });

export const check: typeof english = {
  check: {
    heading: "Dieses Gerät prüfen",
    checking: "Wird geprüft…",
    overall: {
      good: "Dieses Gerät ist bereit für Anrufe.",
      fair: "Anrufe klappen von hier, aber nicht so gut wie möglich.",
      poor: "Ein Anruf würde von hier noch nicht klappen.",
    },
    again: "Noch einmal prüfen",
    title: {
      connection: "Verbindung",
      roundTrip: "Verzögerung",
      encoder: "Bildqualität",
      camera: "Kamera",
      microphone: "Mikrofon",
      speaker: "Lautsprecher",
    },
    verdict: { good: "Gut:", fair: "Könnte besser sein:", poor: "Klappt nicht:" },

    listening: "Sag etwas…",
    asking: "Erlaube es, wenn der Browser fragt.",
    tone: "Kith kann einen Ton abspielen.",
    playTone: "Ton abspielen",
    heardIt: "Hast du ihn gehört?",
    yes: "Ja, gehört",
    no: "Nein",

    connection: {
      udp: fine("Der schnellste Weg zum Relay ist offen (UDP)."),
      websocket: not(
        "Dieses Netz sperrt UDP: alles nimmt den langsameren Weg, über WebSocket.",
        "Anrufe klappen, mit mehr Verzögerung. Nimm ein anderes Netz, wenn es stört.",
      ),
      unreachable: not(
        "Das Relay ist nicht erreichbar.",
        "Prüfe die Verbindung dieses Geräts. Wenn sie steht, sag der Person Bescheid, die das Relay betreibt.",
      ),
    },

    roundTrip: {
      near: { what: (amount) => `Das Relay antwortet nach ${amount}.` },
      noticeable: {
        what: (amount) => `Das Relay antwortet nach ${amount}: das merkt man ein wenig.`,
        remedy: "Ein Kabel statt WLAN verkürzt es vielleicht.",
      },
      far: {
        what: (amount) => `Das Relay antwortet nach ${amount}: man fällt sich leicht ins Wort.`,
        remedy: "Halte Downloads an, oder nimm ein anderes Netz.",
      },
      unknown: not(
        "Die Verzögerung ließ sich nicht messen.",
        "Sorge erst für die Verbindung, dann prüfe noch einmal.",
      ),
    },

    encoder: {
      large: fine("Dieses Gerät schafft große Bilder."),
      usual: fine("Dieses Gerät schafft Bilder der üblichen Größe."),
      slow: not(
        "Dieses Gerät ist zu langsam für flüssige Bilder.",
        "Schließe andere Programme oder stecke das Netzteil an, dann prüfe noch einmal. Ton klappt trotzdem.",
      ),
      none: not(
        "Dieser Browser kann keine Bilder senden.",
        "Aktualisiere ihn, oder nimm ein aktuelles Chrome, Edge, Firefox oder Safari.",
      ),
      unknown: not(
        "Das ließ sich nicht rechtzeitig messen.",
        "Schließe andere Programme, dann prüfe noch einmal.",
      ),
    },

    camera: {
      works: fine("So sehen dich die anderen."),
      dark: not(
        "Die Kamera ist an und zeigt nichts.",
        "Öffne ihre Abdeckung, oder sieh nach einem Schalter daran.",
      ),
      waiting: not("Kith wartet noch auf deine Erlaubnis.", "Antworte dem Browser, dann prüfe noch einmal."),
      off: not("Die Kamera ist aus.", "Schalte sie ein, dann prüfe noch einmal."),
      missing: not("Es gibt keine Kamera.", "Du kannst trotzdem teilnehmen und die anderen sehen."),
      refused: not(
        "Kith darf die Kamera nicht verwenden.",
        "Erlaube es in den Einstellungen des Browsers für diese Seite.",
      ),
      blocked: not(
        "Das System lässt den Browser die Kamera nicht benutzen.",
        "Erlaube es in den Datenschutz-Einstellungen des Systems, dann prüfe noch einmal.",
      ),
      busy: not("Ein anderes Programm verwendet die Kamera.", "Schließe es, dann prüfe noch einmal."),
      lost: not("Die Verbindung zur Kamera ging verloren.", "Stecke sie wieder an, dann prüfe noch einmal."),
    },

    microphone: {
      works: fine("Kith hört dich."),
      silent: not(
        "Kith hört nichts.",
        "Sprich lauter. Bleibt es dabei, such einen Stummschalter, oder wähle in den Systemeinstellungen ein anderes Mikrofon.",
      ),
      waiting: not("Kith wartet noch auf deine Erlaubnis.", "Antworte dem Browser, dann prüfe noch einmal."),
      off: not("Das Mikrofon ist aus.", "Schalte es ein, dann prüfe noch einmal."),
      missing: not("Es gibt kein Mikrofon.", "Schließe eins an, dann prüfe noch einmal."),
      refused: not(
        "Kith darf das Mikrofon nicht verwenden.",
        "Erlaube es in den Einstellungen des Browsers für diese Seite.",
      ),
      blocked: not(
        "Das System lässt den Browser das Mikrofon nicht benutzen.",
        "Erlaube es in den Datenschutz-Einstellungen des Systems, dann prüfe noch einmal.",
      ),
      busy: not("Ein anderes Programm verwendet das Mikrofon.", "Schließe es, dann prüfe noch einmal."),
      lost: not("Die Verbindung zum Mikrofon ging verloren.", "Stecke es wieder an, dann prüfe noch einmal."),
    },

    speaker: {
      heard: fine("Du hörst ihn."),
      unheard: not(
        "Du hast ihn nicht gehört.",
        "Dreh lauter, oder wähle in den Systemeinstellungen einen anderen Lautsprecher.",
      ),
    },
  },
};
