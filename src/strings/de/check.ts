import type { check as english } from "../en/check.ts";
import type { Translation } from "../translation.ts";

export const check: Translation<typeof english> = {
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
      udp: { what: "Der schnellste Weg zum Relay ist offen (UDP)." },
      websocket: {
        what: "Dieses Netz sperrt UDP: alles nimmt den langsameren Weg, über WebSocket.",
        remedy: "Anrufe klappen, mit mehr Verzögerung. Nimm ein anderes Netz, wenn es stört.",
      },
      unreachable: {
        what: "Das Relay ist nicht erreichbar.",
        remedy:
          "Prüfe die Verbindung dieses Geräts. Wenn sie steht, sag der Person Bescheid, die das Relay betreibt.",
      },
    },

    roundTrip: {
      near: { what: "Das Relay antwortet nach {amount}." },
      noticeable: {
        what: "Das Relay antwortet nach {amount}: das merkt man ein wenig.",
        remedy: "Ein Kabel statt WLAN verkürzt es vielleicht.",
      },
      far: {
        what: "Das Relay antwortet nach {amount}: man fällt sich leicht ins Wort.",
        remedy: "Halte Downloads an, oder nimm ein anderes Netz.",
      },
      unknown: {
        what: "Die Verzögerung ließ sich nicht messen.",
        remedy: "Sorge erst für die Verbindung, dann prüfe noch einmal.",
      },
    },

    encoder: {
      large: { what: "Dieses Gerät schafft große Bilder." },
      usual: { what: "Dieses Gerät schafft Bilder der üblichen Größe." },
      slow: {
        what: "Dieses Gerät ist zu langsam für flüssige Bilder.",
        remedy:
          "Schließe andere Programme oder stecke das Netzteil an, dann prüfe noch einmal. Ton klappt trotzdem.",
      },
      none: {
        what: "Dieser Browser kann keine Bilder senden.",
        remedy: "Aktualisiere ihn, oder nimm ein aktuelles Chrome, Edge, Firefox oder Safari.",
      },
      unknown: {
        what: "Das ließ sich nicht rechtzeitig messen.",
        remedy: "Schließe andere Programme, dann prüfe noch einmal.",
      },
    },

    camera: {
      works: { what: "So sehen dich die anderen." },
      dark: {
        what: "Die Kamera ist an und zeigt nichts.",
        remedy: "Öffne ihre Abdeckung, oder sieh nach einem Schalter daran.",
      },
      waiting: {
        what: "Kith wartet noch auf deine Erlaubnis.",
        remedy: "Antworte dem Browser, dann prüfe noch einmal.",
      },
      off: { what: "Die Kamera ist aus.", remedy: "Schalte sie ein, dann prüfe noch einmal." },
      missing: {
        what: "Es gibt keine Kamera.",
        remedy: "Du kannst trotzdem teilnehmen und die anderen sehen.",
      },
      refused: {
        what: "Kith darf die Kamera nicht verwenden.",
        remedy: "Erlaube es in den Einstellungen des Browsers für diese Seite.",
      },
      blocked: {
        what: "Das System lässt den Browser die Kamera nicht benutzen.",
        remedy: "Erlaube es in den Datenschutz-Einstellungen des Systems, dann prüfe noch einmal.",
      },
      busy: {
        what: "Ein anderes Programm verwendet die Kamera.",
        remedy: "Schließe es, dann prüfe noch einmal.",
      },
      lost: {
        what: "Die Verbindung zur Kamera ging verloren.",
        remedy: "Stecke sie wieder an, dann prüfe noch einmal.",
      },
    },

    microphone: {
      works: { what: "Kith hört dich." },
      silent: {
        what: "Kith hört nichts.",
        remedy:
          "Sprich lauter. Bleibt es dabei, such einen Stummschalter, oder wähle in den Systemeinstellungen ein anderes Mikrofon.",
      },
      waiting: {
        what: "Kith wartet noch auf deine Erlaubnis.",
        remedy: "Antworte dem Browser, dann prüfe noch einmal.",
      },
      off: { what: "Das Mikrofon ist aus.", remedy: "Schalte es ein, dann prüfe noch einmal." },
      missing: { what: "Es gibt kein Mikrofon.", remedy: "Schließe eins an, dann prüfe noch einmal." },
      refused: {
        what: "Kith darf das Mikrofon nicht verwenden.",
        remedy: "Erlaube es in den Einstellungen des Browsers für diese Seite.",
      },
      blocked: {
        what: "Das System lässt den Browser das Mikrofon nicht benutzen.",
        remedy: "Erlaube es in den Datenschutz-Einstellungen des Systems, dann prüfe noch einmal.",
      },
      busy: {
        what: "Ein anderes Programm verwendet das Mikrofon.",
        remedy: "Schließe es, dann prüfe noch einmal.",
      },
      lost: {
        what: "Die Verbindung zum Mikrofon ging verloren.",
        remedy: "Stecke es wieder an, dann prüfe noch einmal.",
      },
    },

    speaker: {
      heard: { what: "Du hörst ihn." },
      unheard: {
        what: "Du hast ihn nicht gehört.",
        remedy: "Dreh lauter, oder wähle in den Systemeinstellungen einen anderen Lautsprecher.",
      },
    },
  },
};
